import { type UserErrorItem, userError } from '../../platform/errors.ts'

export type CouponType = 'STATIC' | 'UNIQUE'

/** Where coupons may stand in a text (R23); the name is in the first or the second group. */
const tag = /\{%-?\s*coupon_code\s+(?:'([^'\n]*)'|"([^"\n]*)")\s*-?%\}/g

/** What was meant for a coupon and is none: people would be sent it as it stands. */
const brokenTag = /\{%-?\s*coupon_code\b/

/** A part of a text: words as they are, or a coupon that stands there. */
export type TextPart = { text: string; start: number } | { coupon: string; start: number; end: number }

/**
 * Parts a text at its coupons, `{% coupon_code 'NAME' %}` (R23). All else in it is words: a text is no template.
 * Gives null if something in it only looks like a coupon.
 */
export const partAtCoupons = (text: string): TextPart[] | null => {
  const parts: TextPart[] = []
  let end = 0
  const words = (until: number): void => {
    if (until > end) parts.push({ text: text.slice(end, until), start: end })
  }
  for (const match of text.matchAll(tag)) {
    words(match.index)
    end = match.index + match[0].length
    parts.push({ coupon: (match[1] ?? match[2] ?? '').trim(), start: match.index, end })
  }
  words(text.length)
  return parts.some((part) => 'text' in part && brokenTag.test(part.text)) ? null : parts
}

/** The names of the coupons in a text, each once; none in one with a broken coupon. */
export const couponNames = (text: string): string[] => [
  ...new Set((partAtCoupons(text) ?? []).flatMap((part) => ('coupon' in part ? [part.coupon] : []))),
]

/** A text with something in it that only looks like a coupon. */
export const malformedCoupon = (field: string[] | null): UserErrorItem => ({
  code: 'COUPON_MALFORMED',
  message: "A coupon is written {% coupon_code 'NAME' %}; something in the text only looks like one.",
  field,
})

/** A text with the name of no coupon. */
export const noSuchCoupon = (name: string, field: string[] | null): UserErrorItem => ({
  code: 'COUPON_NOT_FOUND',
  message: `There is no coupon named "${name}".`,
  field,
})

/** A coupon whose pool has no code for a person any more. */
export const emptyCoupon = (name: string, field: string[] | null): UserErrorItem => ({
  code: 'COUPON_EMPTY',
  message: `No codes of the coupon "${name}" are left. Import more, then send again; nothing was sent.`,
  field,
})

/** What can stand between the quotes of a tag, and be read on a chip. */
const goodName = /^[^'"{}%\p{C}\p{Z}](?:[^'"{}%\p{C}]{0,62}[^'"{}%\p{C}\p{Z}])?$/u
/** What is typed at a checkout: printable ASCII, all of it in GSM-7, so that a code never changes a text's encoding. */
const goodCode = /^[!-_a-~]{1,64}$/

/** The name of a coupon as it is kept. @throws UserErrors NAME_INVALID */
export const readCouponName = (given: string): string => {
  const name = given.trim()
  if (goodName.test(name)) return name
  throw userError('NAME_INVALID', 'A name has 1 to 64 characters, without quotes, braces and %.', [
    'input',
    'name',
  ])
}

/** A code as it is kept, or null if it can't be one. */
export const readCode = (given: string): string | null => {
  const code = given.trim()
  return goodCode.test(code) ? code : null
}
