import type { Context } from '../../platform/context.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import { fromMomentCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { bySize, type PageReader, pageOf, statementSize } from '../../platform/graphql/page.ts'
import type { ConsentChangeRow } from './consent.graphql.ts'

const columns = `id as "rowId", at, at::text as "cursorAt", coalesce(recorded_at, at) as "recordedAt", from_state as "from",
  to_state as "to", method, evidence, rule, by_user_id as "byUserRowId", by_api_key_id as "byApiKeyRowId"`

export const HISTORY = {
  name: 'consent_history',
  text: `
    select asked.id as "profileRowId", c.* from unnest($2::uuid[]) as asked(id), lateral (
      select ${columns} from consent_changes where account_id = $1 and profile_id = asked.id
      order by at desc, id desc limit 1000) c`,
}

interface ConsentHistory {
  profileRowId: string
  changes: ConsentChangeRow[]
}

/** What the ledger says of people, of each the newest first, 1,000 lines at most (R18). Null of whom it says nothing. */
export const consentHistoryByProfile = defineLoader<ConsentHistory>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<ConsentChangeRow & { profileRowId: string }>(
      ctx.db.pool,
      accountId,
      HISTORY,
      [accountId, ids],
    )
    const byProfile = Map.groupBy(rows, ({ profileRowId }) => profileRowId)
    return [...byProfile].map(([profileRowId, changes]) => ({ profileRowId, changes }))
  },
  (history) => history.profileRowId,
)

export const OF_NUMBER = bySize((size) => ({
  name: `consent_ledger_${size}`,
  text: `
    select ${columns} from consent_changes
    where account_id = $1 and phone_hash = (select consent_phone_hash($2)) and (at, id) < ($3::timestamptz, $4::uuid)
    order by at desc, id desc limit ${size + 1}`,
}))

export interface LedgerPage {
  /** In E.164. */
  phoneNumber: string
  first: number
  after: string | null | undefined
}

/** What the ledger says of a number, the newest first: also of people whose profile is gone (R18). */
export const consentLedger = (
  ctx: Context,
  { phoneNumber, first, after }: LedgerPage,
): PageReader<ConsentChangeRow> => {
  const { accountId } = ctx.actor
  const from = fromMomentCursor('after', after)
  return async () => {
    const values = [accountId, phoneNumber, from.at, from.id]
    const statement = OF_NUMBER[statementSize(first)]
    const rows = await readInAccount<ConsentChangeRow>(ctx.db.pool, accountId, statement, values)
    return pageOf(rows, first, ({ cursorAt, rowId }) => toCursor(cursorAt, rowId), after != null)
  }
}

const PENDING = {
  name: 'consent_pending',
  text: `
    select id as "rowId", double_opt_in_until as "until" from profiles
    where account_id = $1 and id = any($2::uuid[])`,
}

/** Until when people may confirm that they want to subscribe (R13). Few lists show it, so their rows leave it out. */
export const pendingOptInByProfile = defineLoader<{ rowId: string; until: string | null }>(
  (ctx, ids) => readInAccount(ctx.db.pool, ctx.actor.accountId, PENDING, [ctx.actor.accountId, ids]),
  (row) => row.rowId,
)
