import type { LogEntry } from '../../platform/change-log/change.ts'
import type { Database } from '../../platform/db/database.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'

// What comes twice, as entries of the log may, is one row.
const QUEUE = {
  name: 'queue_notifications',
  text: `
    insert into email_notifications (id, account_id, message_id, address)
    select gen_random_uuid(), s.account_id, m.id, a.address
    from inbox_settings s cross join unnest($2::uuid[]) m(id) cross join lateral unnest(s.email_notification_addresses) a(address)
    where s.account_id = $1 and s.email_notifications_enabled
    on conflict (account_id, message_id, address) do nothing
    returning 1 as queued`,
}

/**
 * Queues an e-mail to each of the account's addresses for each new message in the inbox (R35): for MESSAGE_RECEIVED,
 * which no keyword text and no blocked person makes. Derived from the log behind the worker's cursor, so that taking
 * texts in costs nothing by it; and so only what came in while notifications were on. Gives how many.
 */
export const queueNotifications = async (
  db: Database,
  accountId: string,
  entries: LogEntry[],
): Promise<number> => {
  const received = entries.filter(({ kind }) => kind === 'MESSAGE_RECEIVED').map(({ messageId }) => messageId)
  if (received.length === 0) return 0
  return (await readInAccount(db.pool, accountId, QUEUE, [accountId, received])).length
}
