import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { newId } from '../platform/ids.ts'
import { insert } from './build.ts'

/** Media that were stored, as an upload that nobody has sent unless said otherwise. */
export const buildMedia = (
  owner: pg.Pool,
  accountId: string,
  columns: Record<string, unknown> = {},
): Promise<string> =>
  insert(owner, 'media', {
    id: newId(),
    account_id: accountId,
    origin: 'UPLOAD',
    token: randomBytes(24).toString('base64url'),
    content_type: 'image/png',
    byte_size: 1234,
    width: 40,
    height: 30,
    stored_at: new Date(),
    ...columns,
  })
