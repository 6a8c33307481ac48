import { upsertCoupon } from '../features/coupons/actions/upsert-coupon.ts'
import { type ComposedText, composeText, type TextToCompose } from '../features/messages/compose-text.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/db/in-transaction.ts'
import { newId } from '../platform/ids.ts'
import { type BuiltAccount, buildAccount, buildProfile, contextOf, type World } from './build.ts'

/** An account whose outbound texts are put together, and one of its people. */
export interface ComposeRig {
  account: BuiltAccount
  person: string
  ctx(): Context
  /** A reply to the person, unless said otherwise. */
  toCompose(text: string, more?: Partial<TextToCompose>): TextToCompose
  /** Puts it together in a transaction of its own. */
  compose(text: string, more?: Partial<TextToCompose>): Promise<ComposedText>
  /** Adds codes to a unique coupon. */
  coupon(name: string, codes: string[]): Promise<unknown>
  newPerson(): Promise<string>
  links(): Promise<{ url: string; target: string; position: number }[]>
  /** What is left of a pool by its count, and how many codes are somebody's. */
  pool(name: string): Promise<{ available: number; taken: number }>
}

const LINKS = `
  select base || slug as url, target, position from short_links where account_id = $1 order by message_id, position`
const POOL = `
  select available, (select count(*)::int from coupon_codes where coupon_id = c.id and profile_id is not null) as taken
  from coupons c where account_id = $1 and name = $2`

/** A new account in the world. */
export const composeIn = async ({ db, owner }: World): Promise<ComposeRig> => {
  const account = await buildAccount(owner)
  const { accountId } = account
  const newPerson = () => buildProfile(owner, accountId)
  const person = await newPerson()
  const ctx = () => contextOf(db, accountId)
  const toCompose: ComposeRig['toCompose'] = (text, more = {}) => ({
    messageId: newId(),
    profileId: person,
    kind: 'REPLY',
    sourceId: null,
    text,
    shortenLinks: null,
    ...more,
  })
  return {
    account,
    person,
    ctx,
    toCompose,
    compose: (text, more) => inTransaction(ctx(), (ctx) => composeText(ctx, toCompose(text, more))),
    coupon: (name, codes) => upsertCoupon(ctx(), { name, type: 'UNIQUE', codes }),
    newPerson,
    links: async () => (await owner.query(LINKS, [accountId])).rows,
    pool: async (name) => (await owner.query(POOL, [accountId, name])).rows[0],
  }
}
