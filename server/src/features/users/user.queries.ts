import { readInAccount } from '../../platform/db/scoped-query.ts'
import { fromIdCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { bySize, type PageReader, pageOf, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { ApiKey, User } from './user.graphql.ts'

export interface UserRow extends User {
  rowId: string
}

export interface ApiKeyRow extends ApiKey {
  rowId: string
}

const userColumns = `id as "rowId", name, email, role`

const withUserId = (row: UserRow): UserRow => ({ ...row, id: toGlobalId('User', row.rowId) })

const USERS = {
  name: 'users_by_id',
  text: `select ${userColumns} from users where account_id = $1 and id = any($2::uuid[])`,
}

export const userById = defineLoader<UserRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<UserRow>(ctx.db.pool, accountId, USERS, [accountId, ids])).map(withUserId)
  },
  (user) => user.rowId,
)

const OLDEST = '00000000-0000-0000-0000-000000000000'

const USER_PAGES = bySize((size) => ({
  name: `users_${size}`,
  text: `
    select ${userColumns} from users where account_id = $1 and id > $2::uuid and removed_at is null
    order by id limit ${size + 1}`,
}))

/** The account's users who can sign in, the oldest first. */
export const userPage = (
  ctx: RequestContext,
  { first, after }: { first: number; after: string | null | undefined },
): PageReader<UserRow> => {
  const from = fromIdCursor('after', after)
  return async () => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<UserRow>(ctx.db.pool, accountId, USER_PAGES[statementSize(first)], [
      accountId,
      from ?? OLDEST,
    ])
    return pageOf(rows.map(withUserId), first, (row) => toCursor(row.rowId), from !== null)
  }
}

export const apiKeyColumns = `id as "rowId", name, scopes, prefix, created_at as "createdAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`

export const withApiKeyId = (row: ApiKeyRow): ApiKeyRow => ({ ...row, id: toGlobalId('ApiKey', row.rowId) })

const API_KEYS = {
  name: 'api_keys_by_id',
  text: `
    select ${apiKeyColumns} from api_keys where account_id = $1 and id = any($2::uuid[])`,
}

export const apiKeyById = defineLoader<ApiKeyRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<ApiKeyRow>(ctx.db.pool, accountId, API_KEYS, [accountId, ids])).map(
      withApiKeyId,
    )
  },
  (key) => key.rowId,
)
