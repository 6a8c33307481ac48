import type pg from 'pg'
import { newId } from '../platform/ids.ts'
import { insertRows } from './insert-rows.ts'
import type { Random } from './random.ts'

const statics = [
  ['Autumn 20', 'AUTUMN20'],
  ['Early bird', 'EARLYBIRD'],
] as const
const unique = { name: 'Regulars 15', prefix: 'REG', codes: 400 }

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** The coupons that a shop's agents can give away (R23): two codes for everybody, and a pool. */
export const writeCoupons = async (
  client: pg.Client,
  accountId: string,
  random: Random,
  createdAt: Date,
): Promise<void> => {
  const base = { account_id: accountId, created_at: createdAt }
  await insertRows(
    client,
    'coupons',
    statics.map(([name, code]) => ({ id: newId(), ...base, name, type: 'STATIC', code })),
  )
  const id = newId()
  const codes = new Set<string>()
  while (codes.size < unique.codes)
    codes.add(`${unique.prefix}-${Array.from({ length: 6 }, () => random.pick([...letters])).join('')}`)
  await insertRows(client, 'coupons', [
    { id, ...base, name: unique.name, type: 'UNIQUE', available: codes.size, imported: codes.size },
  ])
  await insertRows(
    client,
    'coupon_codes',
    [...codes].map((code, index) => ({ account_id: accountId, coupon_id: id, code, position: index + 1 })),
  )
}
