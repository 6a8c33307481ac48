import { querySystem } from '../../platform/db/as-system.ts'
import type { Database } from '../../platform/db/database.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import type { NotificationContent } from './notification-text.ts'

/** A mail that this process may try; `attempt` tells its claim from later ones. */
export interface ClaimedNotification {
  id: string
  accountId: string
  messageId: string
  address: string
  attempt: number
  createdAt: string
}

/** How many are claimed at a time; with the claim's end in mind, as they go one after the other. */
const BATCH = 10

/** Read by features/notifications/notification-plans.test.ts. */
export const CLAIM = `
  with due as (
    select id from email_notifications where status = 'QUEUED' and next_attempt_at <= now()
    order by next_attempt_at limit ${BATCH} for update skip locked)
  update email_notifications n set attempts = n.attempts + 1, next_attempt_at = now() + interval '5 minutes'
  from due where n.id = due.id
  returning n.id, n.account_id as "accountId", n.message_id as "messageId", n.address, n.attempts as attempt,
    n.created_at as "createdAt"`

/** Claims mails that are due. Who doesn't live to see what becomes of them leaves them to the next, after 5 minutes. */
export const claimNotifications = (db: Database): Promise<ClaimedNotification[]> => querySystem(db, CLAIM, [])

const CONTENT = {
  name: 'notification_content',
  text: `
    select m.text, m.hidden_media_count as "mediaCount", p.name as "personName", p.phone_number as "phoneNumber",
      c.id as "conversationId", a.name as "accountName",
      p.blocked_at is null and s.email_notifications_enabled and $3::text = any(s.email_notification_addresses) as "isWanted"
    from messages m
    join profiles p on p.id = m.profile_id
    join conversations c on c.profile_id = m.profile_id
    join accounts a on a.id = m.account_id
    join inbox_settings s on s.account_id = m.account_id
    where m.account_id = $1 and m.id = $2`,
}

type Content = Omit<NotificationContent, 'notificationId' | 'address'>

/** What a mail is to tell; null if nobody wants it any more: the person is blocked (R29), or the address off the list. */
export const readContent = async (
  db: Database,
  { accountId, messageId, address }: ClaimedNotification,
): Promise<Content | null> => {
  const values = [accountId, messageId, address]
  const [row] = await readInAccount<Content & { isWanted: boolean }>(db.pool, accountId, CONTENT, values)
  return row?.isWanted ? row : null
}

const HAND_OVER = {
  name: 'notification_hand_over',
  text: `
    update email_notifications set status = 'HANDED_OVER', handed_over_at = now()
    where account_id = $1 and id = $2 and attempts = $3 and status = 'QUEUED' returning 1 as done`,
}

/** Writes down that the mail is about to leave; false if the claim ran out and another process has it. */
export const handOver = async (
  db: Database,
  { accountId, id, attempt }: ClaimedNotification,
): Promise<boolean> =>
  (await readInAccount(db.pool, accountId, HAND_OVER, [accountId, id, attempt])).length === 1

const SETTLE = {
  name: 'notification_settle',
  text: `
    update email_notifications set status = $4, reason = $5, settled_at = now()
    where account_id = $1 and id = $2 and attempts = $3 and status in ('QUEUED', 'HANDED_OVER') returning 1 as done`,
}

/** Writes down what became of a mail, for good. */
export const settle = async (
  db: Database,
  { accountId, id, attempt }: ClaimedNotification,
  status: 'SENT' | 'FAILED' | 'UNKNOWN' | 'SKIPPED',
  reason: string | null,
): Promise<void> => {
  await readInAccount(db.pool, accountId, SETTLE, [accountId, id, attempt, status, reason])
}

const PUT_OFF = {
  name: 'notification_put_off',
  text: `
    update email_notifications set status = 'QUEUED', handed_over_at = null, reason = $4,
      next_attempt_at = now() + $5 * interval '1 second'
    where account_id = $1 and id = $2 and attempts = $3 and status in ('QUEUED', 'HANDED_OVER') returning 1 as done`,
}

/** Leaves a mail for another time. */
export const putOff = async (
  db: Database,
  { accountId, id, attempt }: ClaimedNotification,
  reason: string,
  seconds: number,
): Promise<void> => {
  await readInAccount(db.pool, accountId, PUT_OFF, [accountId, id, attempt, reason, seconds])
}

export const ABANDONED = `
  with abandoned as (
    select id from email_notifications
    where status = 'HANDED_OVER' and handed_over_at < now() - interval '10 minutes'
    order by handed_over_at limit 1000 for update skip locked)
  update email_notifications n set status = 'UNKNOWN', settled_at = now(),
    reason = 'the process that sent it did not live to see the outcome'
  from abandoned where n.id = abandoned.id returning n.id`

/** Says of mails whose sender was killed in the middle that their outcome is unknown. Gives how many. */
export const giveUpAbandoned = async (db: Database): Promise<number> =>
  (await querySystem(db, ABANDONED, [])).length

export const TRIM = `
  with old as (
    select id from email_notifications where settled_at < now() - interval '30 days' order by settled_at limit 10000)
  delete from email_notifications n using old where n.id = old.id returning n.id`

/** Forgets mails that were settled long ago: the log, from which they might be derived again, is kept for 7 days. */
export const trimNotifications = async (db: Database): Promise<void> => {
  while ((await querySystem(db, TRIM, [])).length === 10_000);
}
