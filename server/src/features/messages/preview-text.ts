import { readInAccount } from '../../platform/db/scoped-query.ts'
import type { UserErrorItem } from '../../platform/errors.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { couponNames, emptyCoupon, noSuchCoupon } from '../coupons/coupon.ts'
import { mayHaveLinks } from '../links/find-links.ts'
import { SLUG_LENGTH, shortLinkBase, shortLinkTest } from '../links/short-address.ts'
import { measureRoom } from './measure-text.ts'
import { LONGEST_WRITTEN, lengthProblem, textLimits, writtenProblem } from './reply-text.ts'
import type { TextMeasure } from './text-measure.graphql.ts'
import { forcingCharacters, MOST_FORCING } from './unicode-characters.ts'
import { type WrittenOut, writeOut } from './write-out-text.ts'

/** A text that is being written. */
export interface Draft {
  text: string
  /** The person whom it is for: coupons that they have show their own code. */
  profileId?: string | null
  /** Null: as the account's settings say (R34). */
  shortenLinks?: boolean | null
}

interface Row {
  shortenLinks: boolean
  linkDomain: string
  /** What coupons stand for, by name: a code, its stand-in, or null for an empty pool. */
  codes: Record<string, string | null>
}

/** For each coupon: the static code, the person's own, or as many X as the next free one has. */
const LOOK_UP = {
  name: 'preview_text',
  text: `
    select s.shorten_links as "shortenLinks", s.link_domain as "linkDomain",
      coalesce((
        select jsonb_object_agg(c.name, coalesce(c.code,
          (select t.code from coupon_codes t where t.account_id = $1 and t.coupon_id = c.id and t.profile_id = $3),
          (select repeat('X', length(f.code)) from coupon_codes f
            where f.account_id = $1 and f.coupon_id = c.id and f.profile_id is null order by f.position limit 1)))
        from coupons c where c.account_id = $1 and c.name = any($2::text[])
      ), '{}') as codes
    from inbox_settings s where s.account_id = $1`,
}

/**
 * Size of a text as it would be sent (R24), and what of it forces UCS-2 (B3). Nothing is taken or made: what comes
 * about only at the sending stands in its length. A person of another account is nobody (R3).
 */
export const previewText = async (ctx: RequestContext, draft: Draft): Promise<TextMeasure> => {
  if (draft.text.length > LONGEST_WRITTEN) return cutShort(draft.text)
  const row = await lookUp(ctx, draft)
  const written = writeOut(draft.text, {
    codeOf: (name) => codeOf(row, name),
    shorten: shortenerOf(ctx, row, draft),
  })
  const asTyped: WrittenOut = { text: draft.text, kept: [{ text: draft.text, from: 0 }] }
  const { text, kept } = 'error' in written ? asTyped : written
  const problems = [
    writtenProblem(draft.text, ['text']),
    'error' in written ? { ...written.error, field: ['text'] } : lengthProblem(text, ['text']),
  ]
  return {
    ...measureRoom(text),
    text,
    unicodeCharacters: kept
      .flatMap((part) =>
        forcingCharacters(part.text).map((found) => ({ ...found, index: found.index + part.from })),
      )
      .slice(0, MOST_FORCING),
    problems: distinct(problems),
  }
}

const lookUp = async (ctx: RequestContext, { text, profileId }: Draft): Promise<Row | null> => {
  const names = couponNames(text)
  if (names.length === 0 && !mayHaveLinks(text)) return null
  const { accountId } = ctx.actor
  const [row] = await readInAccount<Row>(ctx.db.pool, accountId, LOOK_UP, [
    accountId,
    names,
    profileId ?? null,
  ])
  return row ?? null
}

const codeOf = (row: Row | null, name: string): string | UserErrorItem => {
  const code = row && Object.hasOwn(row.codes, name) ? row.codes[name] : undefined
  if (code === undefined) return noSuchCoupon(name, null)
  return code ?? emptyCoupon(name, null)
}

const shortenerOf = ({ publicUrl }: RequestContext, row: Row | null, { shortenLinks }: Draft) => {
  const linkDomain = row?.linkDomain ?? ''
  const isShort = shortLinkTest(linkDomain, publicUrl)
  const address = shortLinkBase(linkDomain, publicUrl) + 'x'.repeat(SLUG_LENGTH)
  return (target: string): string | null =>
    !(shortenLinks ?? row?.shortenLinks) || isShort(target) ? null : address
}

const distinct = (problems: (UserErrorItem | null)[]): UserErrorItem[] => [
  ...new Map(problems.flatMap((problem) => (problem ? [[problem.code, problem]] : []))).values(),
]

/** What is far too long is not looked at: its size alone refuses it, and counting would take long. */
const cutShort = (text: string): TextMeasure => {
  const problem = writtenProblem(text, ['text'])
  return {
    ...measureRoom(text.slice(0, textLimits.GSM7)),
    length: text.length,
    text,
    unicodeCharacters: [],
    problems: problem ? [problem] : [],
  }
}
