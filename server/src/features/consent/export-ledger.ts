import type { Context } from '../../platform/context.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import type { ConsentMethod, ConsentState } from './consent.ts'

/** A line of the ledger as it is handed out: who recorded it by name, all times ISO 8601 in UTC. */
export interface ExportedChange {
  at: string
  recordedAt: string
  from: ConsentState
  to: ConsentState
  method: ConsentMethod
  evidence: string | null
  rule: string | null
  by: string | null
}

interface ExportedRow extends ExportedChange {
  rowId: string
  cursorAt: string
}

const LINES_AT_ONCE = 500

export const LINES = {
  name: 'consent_export',
  text: `
    select c.id as "rowId", c.at::text as "cursorAt", c.at, coalesce(c.recorded_at, c.at) as "recordedAt",
      c.from_state as "from", c.to_state as "to", c.method, c.evidence, c.rule,
      coalesce(u.name || ' <' || u.email || '>', 'API key ' || k.name) as "by"
    from consent_changes c left join users u on u.id = c.by_user_id left join api_keys k on k.id = c.by_api_key_id
    where c.account_id = $1 and c.phone_hash = (select consent_phone_hash($2)) and (c.at, c.id) > ($3::timestamptz, $4::uuid)
    order by c.at, c.id limit ${LINES_AT_ONCE}`,
}

/**
 * All that the ledger says of a number, the oldest first, in parts: what is handed to a person who asks, or to an
 * authority (R18). Also of people whose profile is gone.
 */
export async function* exportLedger(ctx: Context, phoneNumber: string): AsyncGenerator<ExportedChange[]> {
  const { accountId } = ctx.actor
  let [at, id] = ['-infinity', '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows = await readInAccount<ExportedRow>(ctx.db.pool, accountId, LINES, [
      accountId,
      phoneNumber,
      at,
      id,
    ])
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ rowId: _, cursorAt: __, ...change }) => change)
    if (rows.length < LINES_AT_ONCE) return
    at = last.cursorAt
    id = last.rowId
  }
}
