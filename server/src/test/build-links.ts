import type pg from 'pg'
import { newSlug } from '../features/links/short-address.ts'
import { newId } from '../platform/ids.ts'
import { insert } from './build.ts'

type Columns = Record<string, unknown>

/** A static coupon, unless said otherwise; gives its row id. */
export const buildCoupon = (owner: pg.Pool, accountId: string, columns: Columns = {}): Promise<string> =>
  insert(owner, 'coupons', {
    id: newId(),
    account_id: accountId,
    name: 'HI',
    type: 'STATIC',
    code: 'HELLO10',
    ...columns,
  })

/** A short link made a minute ago, of the profile and message in `columns`; gives its row id. */
export const buildShortLink = (owner: pg.Pool, accountId: string, columns: Columns): Promise<string> =>
  insert(owner, 'short_links', {
    id: newId(),
    account_id: accountId,
    slug: newSlug(),
    base: 'http://parley.test/l/',
    target: 'https://shop.example/a',
    position: 0,
    created_at: new Date(Date.now() - 60_000),
    ...columns,
  })
