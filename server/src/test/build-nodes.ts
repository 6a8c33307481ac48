import type pg from 'pg'
import { newId } from '../platform/ids.ts'
import { insert } from './build.ts'

/** Builders of what surrounds conversations: sources, activity, orders, the ledger, API keys. All give the row's id. */
type Columns = Record<string, unknown>

export const buildSource = (owner: pg.Pool, accountId: string, columns: Columns = {}): Promise<string> =>
  insert(owner, 'message_sources', {
    id: newId(),
    account_id: accountId,
    type: 'CAMPAIGN',
    name: 'Spring sale',
    ...columns,
  })

export const buildMetric = (owner: pg.Pool, accountId: string, name: string): Promise<string> =>
  insert(owner, 'metrics', { id: newId(), account_id: accountId, name })

export const buildEvent = (owner: pg.Pool, accountId: string, columns: Columns): Promise<string> =>
  insert(owner, 'events', { id: newId(), account_id: accountId, at: new Date(), ...columns })

export const buildOrder = (owner: pg.Pool, accountId: string, columns: Columns): Promise<string> => {
  const id = newId()
  return insert(owner, 'orders', {
    id,
    account_id: accountId,
    external_id: id,
    name: '#1001',
    placed_at: new Date(),
    updated_at: new Date(),
    currency: 'USD',
    subtotal: '20',
    discounts: '0',
    shipping: '5',
    tax: '1.505',
    total: '26.505',
    refunded: '0',
    ...columns,
  })
}

export const buildConsentChange = (owner: pg.Pool, accountId: string, columns: Columns): Promise<string> =>
  insert(owner, 'consent_changes', {
    id: newId(),
    account_id: accountId,
    phone_hash: Buffer.alloc(32),
    at: new Date(),
    from_state: 'NEVER_SUBSCRIBED',
    to_state: 'SUBSCRIBED',
    method: 'KEYWORD',
    ...columns,
  })

export const buildApiKey = (
  owner: pg.Pool,
  accountId: string,
  scopes: string[] = ['READ'],
): Promise<string> => {
  const id = newId()
  return insert(owner, 'api_keys', {
    id,
    account_id: accountId,
    name: 'Shop',
    scopes,
    prefix: 'abcd1234',
    secret_hash: Buffer.from(id),
  })
}
