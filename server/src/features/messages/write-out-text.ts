import type { UserErrorItem } from '../../platform/errors.ts'
import { malformedCoupon, partAtCoupons } from '../coupons/coupon.ts'
import { findLinks } from '../links/find-links.ts'

/** What takes the place of what a text only names. */
export interface WritingOut {
  /** The code of a coupon, or why there is none. */
  codeOf(couponName: string): string | UserErrorItem
  /** The short address of a link, the same for the same target; null leaves the link as it is. */
  shorten(target: string): string | null
}

/** A stretch of the text as it is sent that is what was written, from `from` on there. */
interface Kept {
  text: string
  from: number
}

/** A text as it is sent. */
export interface WrittenOut {
  text: string
  /** Its parts that were written so, in order. */
  kept: Kept[]
}

/** Puts coupons' codes into a text, then makes its links short, those included that a code is part of (R23, R34). */
export const writeOut = (
  text: string,
  { codeOf, shorten }: WritingOut,
): WrittenOut | { error: UserErrorItem } => {
  const parts = partAtCoupons(text)
  if (parts === null) return { error: malformedCoupon(null) }
  const kept: Kept[] = []
  let expanded = ''
  const origins: { at: number; length: number; from: number }[] = []
  for (const part of parts) {
    if ('text' in part) {
      origins.push({ at: expanded.length, length: part.text.length, from: part.start })
      expanded += part.text
    } else {
      const code = codeOf(part.coupon)
      if (typeof code !== 'string') return { error: code }
      expanded += code
    }
  }
  let written = ''
  let end = 0
  const copy = (until: number): void => {
    written += expanded.slice(end, until)
    for (const { at, length, from } of origins) {
      const [first, last] = [Math.max(at, end), Math.min(at + length, until)]
      if (first < last) kept.push({ text: expanded.slice(first, last), from: from + first - at })
    }
    end = until
  }
  for (const link of findLinks(expanded)) {
    const address = shorten(link.target)
    if (address === null) continue
    copy(link.start)
    written += address
    end = link.end
  }
  copy(expanded.length)
  return { text: written, kept }
}
