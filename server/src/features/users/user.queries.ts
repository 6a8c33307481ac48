import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { ApiKey, User } from './user.graphql.ts'

export interface UserRow extends User {
  rowId: string
}

export interface ApiKeyRow extends ApiKey {
  rowId: string
}

const USERS = {
  name: 'users_by_id',
  text: `select id as "rowId", name, email, role from users where account_id = $1 and id = any($2::uuid[])`,
}

export const userById = defineLoader<UserRow>(
  async (ctx, ids) => {
    const rows = await readInAccount<Omit<UserRow, 'id'>>(ctx.db.pool, ctx.actor.accountId, USERS, [
      ctx.actor.accountId,
      ids,
    ])
    return rows.map((row) => ({ ...row, id: toGlobalId('User', row.rowId) }))
  },
  (user) => user.rowId,
)

const API_KEYS = {
  name: 'api_keys_by_id',
  text: `
    select id as "rowId", name, scopes, prefix, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
    from api_keys where account_id = $1 and id = any($2::uuid[])`,
}

export const apiKeyById = defineLoader<ApiKeyRow>(
  async (ctx, ids) => {
    const rows = await readInAccount<Omit<ApiKeyRow, 'id'>>(ctx.db.pool, ctx.actor.accountId, API_KEYS, [
      ctx.actor.accountId,
      ids,
    ])
    return rows.map((row) => ({ ...row, id: toGlobalId('ApiKey', row.rowId) }))
  },
  (key) => key.rowId,
)
