import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'

/** An attachment that this process alone may fetch now. */
export interface DueAttachment {
  accountId: string
  messageId: string
  position: number
  url: string
  /** The first is 1. */
  attempt: number
}

/** An attempt is over after this, whoever made it. */
const LEASE = '5 minutes'

/** What came in before the account began to show media is fetched as well, this far back. */
export const REACH_BACK_DAYS = 30

/**
 * The newest first, so that a picture that comes in now does not wait behind last month's. Whoever moved a row on since
 * it was looked for has it.
 */
export const CLAIM = `
  update inbound_media i set attempts = i.attempts + 1, due_at = now() + interval '${LEASE}'
  from inbox_settings s, lateral (
    select message_id, position from inbound_media
    where account_id = s.account_id and state = 'WAITING' and due_at <= now()
      and due_at > now() - interval '${REACH_BACK_DAYS} days'
    order by due_at desc limit $1
  ) due
  where s.show_inbound_media and i.account_id = s.account_id and i.message_id = due.message_id
    and i.position = due.position and i.state = 'WAITING' and i.due_at <= now()
  returning i.account_id as "accountId", i.message_id as "messageId", i.position, i.url, i.attempts as attempt`

/** Claims attachments of the accounts that show them, a few of each. */
export const claimAttachments = (db: Database, ofEach: number): Promise<DueAttachment[]> =>
  querySystem<DueAttachment & Record<string, unknown>>(db, CLAIM, [ofEach])

/** What was never fetched is out of reach, and its address is of no more use. */
const FORGET = `
  delete from inbound_media i using accounts a
  where i.account_id = a.id and i.state = 'WAITING' and i.due_at < now() - interval '${REACH_BACK_DAYS} days'`

/** Forgets where attachments were that nobody wanted to see for so long. */
export const forgetAttachments = async (db: Database): Promise<void> => {
  await querySystem(db, FORGET, [])
}
