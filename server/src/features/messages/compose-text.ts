import type { WriteContext } from '../../platform/context.ts'
import { type UserErrorItem, UserErrors } from '../../platform/errors.ts'
import { couponNames, emptyCoupon, noSuchCoupon } from '../coupons/coupon.ts'
import { CodeTaker, type CouponOfText, couponsByName } from '../coupons/take-codes.ts'
import { createLinks, type NewLink, type Shortening, shorteningOf } from '../links/create-links.ts'
import { mayHaveLinks } from '../links/find-links.ts'
import { newSlug, shortLinkBase, shortLinkTest } from '../links/short-address.ts'
import { measureText, type TextSize } from './measure-text.ts'
import type { MessageKind } from './message.ts'
import { lengthProblem } from './reply-text.ts'
import { writeOut } from './write-out-text.ts'

/** An outbound text as it was written, and whose it is. */
export interface TextToCompose {
  /** The message that it is the text of; its row may be written later in the transaction. */
  messageId: string
  profileId: string
  kind: MessageKind
  /** The campaign or flow that it belongs to: clicks of its links count for that. */
  sourceId: string | null
  text: string
  /** Whether its links become short; null: as the account's settings say (R34). */
  shortenLinks: boolean | null
}

/** A text as it is sent. */
export interface ComposedText extends TextSize {
  text: string
}

export type Composed = ComposedText | { error: UserErrorItem }

/**
 * Puts texts together as they are sent: coupons' codes, taken for each person (R23), then short links (R34), then the
 * carrier's limits (R20). Gives for each, in order, the text or why it can't be sent; of one that can't, nothing is
 * taken or written. One look-up of each kind for all of them together, none for texts without links and coupons.
 * Compliance texts stay as they are. To be called once a message: the row keeps what comes out.
 */
export const composeTexts = async (ctx: WriteContext, texts: TextToCompose[]): Promise<Composed[]> => {
  if (texts.every(isPlain)) return texts.map(({ text }) => sized(text))
  const composer = await openComposer(ctx, texts)
  const composed = texts.map((text) => (isPlain(text) ? sized(text.text) : composer.compose(text)))
  await composer.write()
  return composed
}

/** The same for one text. @throws UserErrors COUPON_NOT_FOUND, COUPON_MALFORMED, COUPON_EMPTY, TEXT_TOO_LONG */
export const composeText = async (
  ctx: WriteContext,
  text: TextToCompose,
  field: string[] = ['input', 'text'],
): Promise<ComposedText> => {
  const [composed] = await composeTexts(ctx, [text])
  if (composed && 'text' in composed) return composed
  throw new UserErrors(composed ? [{ ...composed.error, field }] : [])
}

/** What composing a text would give as things are; takes and writes nothing. */
export const tryText = async (ctx: WriteContext, text: TextToCompose): Promise<Composed> =>
  isPlain(text) ? sized(text.text) : (await openComposer(ctx, [text])).compose(text)

/** Whether there is nothing in a text that composing would change. */
const isPlain = ({ kind, text }: TextToCompose): boolean =>
  kind === 'COMPLIANCE' || (!text.includes('{%') && !mayHaveLinks(text))

const sized = (text: string): Composed => {
  const error = lengthProblem(text, null)
  return error ? { error } : { text, ...measureText(text) }
}

interface Composer {
  compose(text: TextToCompose): Composed
  write(): Promise<void>
}

const openComposer = async (ctx: WriteContext, texts: TextToCompose[]): Promise<Composer> => {
  const written = texts.filter((text) => !isPlain(text))
  const names = [...new Set(written.flatMap(({ text }) => couponNames(text)))]
  const coupons = new Map(
    names.length === 0 ? [] : (await couponsByName(ctx, names)).map((coupon) => [coupon.name, coupon]),
  )
  const unique = (name: string): CouponOfText[] => {
    const coupon = coupons.get(name)
    return coupon?.type === 'UNIQUE' ? [coupon] : []
  }
  const codes = await CodeTaker.open(
    ctx,
    written.flatMap(({ text, profileId }) =>
      couponNames(text)
        .flatMap(unique)
        .map(({ id }) => ({ couponId: id, profileId })),
    ),
  )
  const shortening = await shorteningOf(ctx)
  const links: NewLink[] = []
  return {
    compose: (text) => composeOne(ctx, text, { coupons, codes, shortening, links }),
    write: async () => {
      await codes.write(ctx)
      await createLinks(ctx, links)
    },
  }
}

interface Found {
  coupons: Map<string, CouponOfText>
  codes: CodeTaker
  shortening: Shortening
  /** Those to be written, of all texts. */
  links: NewLink[]
}

const composeOne = (ctx: WriteContext, text: TextToCompose, found: Found): Composed => {
  const used = new Map<string, CouponOfText>()
  const codeOf = (name: string): string | UserErrorItem => {
    const coupon = found.coupons.get(name)
    if (!coupon) return noSuchCoupon(name, null)
    if (coupon.code !== null) return coupon.code
    used.set(coupon.id, coupon)
    return (
      found.codes.codeOf({ couponId: coupon.id, profileId: text.profileId }) ?? emptyCoupon(coupon.name, null)
    )
  }
  const shortener = makeShortener(ctx, text, found.shortening)
  const written = writeOut(text.text, { codeOf, shorten: shortener.shorten })
  if ('error' in written) return written
  const composed = sized(written.text)
  if ('error' in composed) return composed
  for (const couponId of used.keys())
    found.codes.take({ couponId, profileId: text.profileId }, text.messageId)
  found.links.push(...shortener.links.values())
  return composed
}

const makeShortener = (
  { publicUrl }: WriteContext,
  { profileId, messageId, sourceId, shortenLinks }: TextToCompose,
  { byDefault, linkDomain }: Shortening,
) => {
  const links = new Map<string, NewLink>()
  const base = shortLinkBase(linkDomain, publicUrl)
  const isShort = shortLinkTest(linkDomain, publicUrl)
  const shorten = (target: string): string | null => {
    if (!(shortenLinks ?? byDefault) || isShort(target)) return null
    const link = links.get(target) ?? {
      slug: newSlug(),
      base,
      target,
      profileId,
      messageId,
      sourceId,
      position: links.size,
    }
    links.set(target, link)
    return base + link.slug
  }
  return { links, shorten }
}
