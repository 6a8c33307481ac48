import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import type { CouponType } from './coupon.ts'

/** A coupon as a text needs it. */
export interface CouponOfText {
  id: string
  name: string
  type: CouponType
  code: string | null
}

const BY_NAME = `
  select id, name, type, code from coupons
  where account_id = entered_account() and name in (select json_array_elements_text($1::json))`

/** What people have of coupons. */
export const TAKEN = `
  select a.coupon_id as "couponId", a.profile_id as "profileId", c.code
  from json_to_recordset($1::json) as a(coupon_id uuid, profile_id uuid)
  join coupon_codes c on c.account_id = entered_account() and c.coupon_id = a.coupon_id and c.profile_id = a.profile_id`

/** The next free codes, as many of each coupon as are wanted. */
export const FREE = `
  select a.coupon_id as "couponId", f.code
  from json_to_recordset($1::json) as a(coupon_id uuid, n int) cross join lateral (
    select code from coupon_codes
    where account_id = entered_account() and coupon_id = a.coupon_id and profile_id is null
    order by position limit a.n
  ) f`

/** Gives codes to people. */
export const TAKE = `
  with taken as (
    update coupon_codes c set profile_id = t.profile_id, message_id = t.message_id, taken_at = t.at
    from json_to_recordset($1::json) as t(coupon_id uuid, code text, profile_id uuid, message_id uuid, at timestamptz)
    where c.account_id = entered_account() and c.coupon_id = t.coupon_id and c.code = t.code
    returning c.coupon_id
  )
  update coupons set available = available - t.n
  from (select coupon_id, count(*)::int as n from taken group by coupon_id) t
  where coupons.account_id = entered_account() and coupons.id = t.coupon_id`

/** A person who is to be given a coupon. */
export interface Wish {
  couponId: string
  profileId: string
}

/** The account's coupons of these names. */
export const couponsByName = (ctx: WriteContext, names: string[]): Promise<CouponOfText[]> =>
  sql(ctx, BY_NAME, [JSON.stringify(names)])

/**
 * Unique codes for people (R23), found in two reads for any number of them. The account's lock is held, so what is
 * found free stays so until `write`.
 */
export class CodeTaker {
  private readonly free = new Map<string, string[]>()
  private readonly codes = new Map<string, string>()
  private readonly taken: { coupon_id: string; code: string; profile_id: string; message_id: string }[] = []

  private constructor() {}

  /** Looks up what those people have, and as many free codes as the others may need. */
  static async open(ctx: WriteContext, wishes: Wish[]): Promise<CodeTaker> {
    const taker = new CodeTaker()
    const missing = new Map(wishes.map((wish) => [keyOf(wish), wish]))
    if (missing.size === 0) return taker
    const asked = [...missing.values()].map((wish) => ({
      coupon_id: wish.couponId,
      profile_id: wish.profileId,
    }))
    for (const had of await sql<Wish & { code: string }>(ctx, TAKEN, [JSON.stringify(asked)])) {
      taker.codes.set(keyOf(had), had.code)
      missing.delete(keyOf(had))
    }
    await taker.findFree(ctx, [...missing.values()])
    return taker
  }

  private async findFree(ctx: WriteContext, wishes: Wish[]): Promise<void> {
    if (wishes.length === 0) return
    const counts = new Map<string, number>()
    for (const { couponId } of wishes) counts.set(couponId, (counts.get(couponId) ?? 0) + 1)
    const asked = [...counts].map(([coupon_id, n]) => ({ coupon_id, n }))
    for (const { couponId } of wishes) this.free.set(couponId, [])
    for (const { couponId, code } of await sql<{ couponId: string; code: string }>(ctx, FREE, [
      JSON.stringify(asked),
    ]))
      this.free.get(couponId)?.push(code)
  }

  /** The code of this person: the one they have, else the next free one; null if none is left. Takes nothing yet. */
  codeOf(wish: Wish): string | null {
    return this.codes.get(keyOf(wish)) ?? this.free.get(wish.couponId)?.[0] ?? null
  }

  /** Gives the person the code that `codeOf` told of, in this message. */
  take(wish: Wish, messageId: string): void {
    if (this.codes.has(keyOf(wish))) return
    const code = this.free.get(wish.couponId)?.shift()
    if (code === undefined) throw new Error('no code is left to take')
    this.codes.set(keyOf(wish), code)
    this.taken.push({
      coupon_id: wish.couponId,
      code,
      profile_id: wish.profileId,
      message_id: messageId,
    })
  }

  /** Writes what was taken. */
  async write(ctx: WriteContext): Promise<void> {
    if (this.taken.length === 0) return
    await sql(ctx, TAKE, [JSON.stringify(this.taken.map((taken) => ({ ...taken, at: ctx.now })))])
  }
}

const keyOf = ({ couponId, profileId }: Wish): string => `${couponId} ${profileId}`
