import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { type UserErrorItem, UserErrors, userError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { MOST_COUPONS } from '../coupon.queries.ts'
import { type CouponType, readCode, readCouponName } from '../coupon.ts'

export interface NewCoupon {
  name: string
  type: CouponType
  /** Of a static one. */
  code?: string | null
  /** To add to the pool of a unique one. */
  codes?: string[] | null
}

export interface UpsertedCoupon {
  couponId: string
  addedCodes: number
  /** Those that the pool has already, and those that came twice. */
  duplicateCodes: number
}

const MOST_CODES = 100_000
/** Errors of single codes that are told at once. */
const MOST_ERRORS = 50
/** Codes in one transaction: the account's other writers wait no longer than for these. */
const CHUNK = 5_000

const FIND = `
  select id, type,
    (select count(*) from (select from coupons where account_id = entered_account() limit ${MOST_COUPONS}) c)::int as others
  from (select) one left join coupons on account_id = entered_account() and name = $1`

const MAKE = `
  insert into coupons (id, account_id, name, type, code) values ($1, entered_account(), $2, $3, $4)`

const CHANGE_CODE = `update coupons set code = $2 where account_id = entered_account() and id = $1 and code <> $2`

// In the order given: the first code given is the first taken.
const IMPORT = `
  with added as (
    insert into coupon_codes (account_id, coupon_id, code, position)
    select entered_account(), $1, c.code, o.imported + c.n
    from json_array_elements_text($2::json) with ordinality as c(code, n),
      (select imported from coupons where account_id = entered_account() and id = $1) o
    on conflict (account_id, coupon_id, code) do nothing
    returning 1
  ), counted as (select count(*)::int as n from added)
  update coupons set available = available + counted.n, imported = imported + $3
  from counted where account_id = entered_account() and id = $1 returning counted.n`

/**
 * Makes a coupon or changes the one of this name (R23). The codes of a unique one are added to its pool; those that it
 * has already stay as they are, whether somebody has them or not. Anything wrong refuses all of it. Many codes come in
 * by several transactions: a call that broke off is repeated.
 * @throws UserErrors NAME_INVALID, CODE_REQUIRED, CODE_INVALID, CODE_NOT_ALLOWED, TOO_MANY_CODES, TYPE_IS_FIXED, TOO_MANY_COUPONS
 */
export const upsertCoupon = async (ctx: Context, input: NewCoupon): Promise<UpsertedCoupon> => {
  const name = readCouponName(input.name)
  const code = readStatic(input)
  const given = input.codes ?? []
  const codes = readPool(input.type, given)
  const couponId = await inTransaction(ctx, async (ctx) => {
    const id = await findOrMake(ctx, name, input.type, code)
    if (code !== null) await sql(ctx, CHANGE_CODE, [id, code])
    return id
  })
  let addedCodes = 0
  for (let from = 0; from < codes.length; from += CHUNK)
    addedCodes += await importCodes(ctx, couponId, codes.slice(from, from + CHUNK))
  return { couponId, addedCodes, duplicateCodes: given.length - addedCodes }
}

const readStatic = ({ type, code }: NewCoupon): string | null => {
  const field = ['input', 'code']
  if (type === 'UNIQUE') {
    if (code == null) return null
    throw userError('CODE_NOT_ALLOWED', 'A unique coupon has codes in its pool, and none of its own.', field)
  }
  if (!code?.trim()) throw userError('CODE_REQUIRED', 'A static coupon needs its code.', field)
  const read = readCode(code)
  if (read === null) throw new UserErrors([invalidCode(field)])
  return read
}

const readPool = (type: CouponType, codes: string[]): string[] => {
  const field = ['input', 'codes']
  if (type === 'STATIC' && codes.length > 0)
    throw userError('CODE_NOT_ALLOWED', 'A static coupon has one code, and no pool.', field)
  if (codes.length > MOST_CODES)
    throw userError(
      'TOO_MANY_CODES',
      `At most ${MOST_CODES} codes go in one call; these are ${codes.length}.`,
      field,
    )
  const read = new Set<string>()
  const errors: UserErrorItem[] = []
  for (const [index, given] of codes.entries()) {
    const code = readCode(given)
    if (code !== null) read.add(code)
    else if (errors.push(invalidCode([...field, `${index}`])) === MOST_ERRORS) break
  }
  if (errors.length > 0) throw new UserErrors(errors)
  return [...read]
}

const invalidCode = (field: string[]): UserErrorItem => ({
  code: 'CODE_INVALID',
  message: 'A code has 1 to 64 characters of ASCII, without spaces and backticks.',
  field,
})

const findOrMake = async (
  ctx: WriteContext,
  name: string,
  type: CouponType,
  code: string | null,
): Promise<string> => {
  const [found] = await sql<{ id: string | null; type: CouponType; others: number }>(ctx, FIND, [name])
  if (found?.id) {
    if (found.type !== type)
      throw userError('TYPE_IS_FIXED', `This coupon is ${found.type} and stays so; make another.`, [
        'input',
        'type',
      ])
    return found.id
  }
  if ((found?.others ?? 0) >= MOST_COUPONS)
    throw userError('TOO_MANY_COUPONS', `An account has at most ${MOST_COUPONS} coupons.`, ['input', 'name'])
  const id = newId()
  await sql(ctx, MAKE, [id, name, type, code])
  return id
}

const importCodes = (ctx: Context, couponId: string, codes: string[]): Promise<number> =>
  inTransaction(ctx, async (ctx) => {
    const [row] = await sql<{ n: number }>(ctx, IMPORT, [couponId, JSON.stringify(codes), codes.length])
    return row?.n ?? 0
  })
