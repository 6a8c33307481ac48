import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import type { UnknownMessage } from './settle-unknown.ts'

/** An attempt is over after this, whoever made it: the carrier's time-out is 8 s. */
const LEASE = '20 seconds'

const ABANDONED = `
  select distinct account_id as "accountId" from messages
  where status = 'QUEUED' and send_started_at is not null and send_started_at < now() - interval '${LEASE}' limit 1000`

const GIVE_UP = `
  update messages m set status = 'UNKNOWN', failure_detail = 'the process that sent it did not live to see the outcome', next_attempt_at = now()
  where m.account_id = entered_account() and m.status = 'QUEUED' and m.send_started_at < now() - interval '${LEASE}'
  returning m.id, m.profile_id as "profileId", (select id from conversations c where c.profile_id = m.profile_id) as "conversationId"`

/** Accounts with an attempt that nobody is on any more: its process was killed between calling the carrier and writing what came of it. */
export const accountsWithAbandonedAttempts = async (db: Database): Promise<string[]> =>
  (await querySystem<{ accountId: string }>(db, ABANDONED, [])).map((row) => row.accountId)

/** Says of such attempts that their outcome is unknown (R22). They are never sent again by themselves. */
export const giveUpAttempts = (ctx: Context): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const rows = await sql<{ id: string; profileId: string; conversationId: string | null }>(ctx, GIVE_UP, [])
    for (const { id, ...row } of rows) recordChange(ctx, { kind: 'MESSAGE_CHANGED', messageId: id, ...row })
  })

const UNKNOWN = `
  select m.account_id as "accountId", m.id, m.profile_id as "profileId", m.text, s.address as "from", p.phone_number as "to",
    m.send_started_at as "startedAt", m.send_attempts as attempt
  from messages m join senders s on s.id = m.sender_id join profiles p on p.id = m.profile_id
  where m.status = 'UNKNOWN' and m.next_attempt_at <= now() and m.send_started_at is not null
  order by m.next_attempt_at limit 100`

/** Messages without an outcome that the carrier's list should be asked about now. */
export const unknownMessagesDue = async (
  db: Database,
): Promise<(UnknownMessage & { accountId: string })[]> => {
  const rows = await querySystem<
    Omit<UnknownMessage, 'startedAt'> & { accountId: string; startedAt: string }
  >(db, UNKNOWN, [])
  return rows.map((row) => ({ ...row, startedAt: new Date(row.startedAt) }))
}

export const DUE = `
  select distinct account_id as "accountId", profile_id as "profileId" from (
    (select account_id, profile_id from messages
      where status = 'QUEUED' and send_started_at is null and next_attempt_at <= now() - $1 * interval '1 ms'
      order by next_attempt_at limit 1000)
    union all
    (select account_id, profile_id from messages where status = 'SCHEDULED' and next_attempt_at <= now()
      order by next_attempt_at limit 1000)) due`

/**
 * People with a queued message whose time came at least `lateMs` ago: a retry, or one whose job was forgotten; and
 * people with a scheduled one whose time has come (B4), for which this is the only job there is.
 */
export const peopleWithDueMessages = (
  db: Database,
  lateMs: number,
): Promise<{ accountId: string; profileId: string }[]> => querySystem(db, DUE, [lateMs])
