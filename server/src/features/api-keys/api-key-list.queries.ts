import { readInAccount } from '../../platform/db/scoped-query.ts'
import { fromIdCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { bySize, type PageReader, pageOf, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { type ApiKeyRow, apiKeyColumns, withApiKeyId } from '../users/user.queries.ts'

const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

// Ids begin with the time, so the newest are the last of the index on (account_id, id).
const PAGES = bySize((size) => ({
  name: `api_keys_${size}`,
  text: `
    select ${apiKeyColumns} from api_keys where account_id = $1 and id < $2::uuid
    order by id desc limit ${size + 1}`,
}))

/** The account's API keys, revoked ones too, the newest first. */
export const apiKeyPage = (
  ctx: RequestContext,
  { first, after }: { first: number; after: string | null | undefined },
): PageReader<ApiKeyRow> => {
  const from = fromIdCursor('after', after)
  return async () => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<ApiKeyRow>(ctx.db.pool, accountId, PAGES[statementSize(first)], [
      accountId,
      from ?? NEWEST,
    ])
    return pageOf(rows.map(withApiKeyId), first, (row) => toCursor(row.rowId), from !== null)
  }
}
