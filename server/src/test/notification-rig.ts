import { queueNotifications } from '../features/notifications/queue-notifications.ts'
import { readLog } from '../platform/change-log/read-log.ts'
import { createSmtpMailer } from '../platform/mail/smtp-mailer.ts'
import { type BuiltAccount, buildAccount, openWorld, silent } from './build.ts'
import { takeTexts } from './live-rig.ts'

/** One e-mail as its row has it. */
export interface NotificationRow {
  address: string
  status: string
  attempts: number
  reason: string | null
}

/** Accounts that tell addresses of new messages, without a worker: a test says when mails are queued and sent. */
export const openNotificationRig = async () => {
  const world = await openWorld(6)
  return {
    world,
    /** An account with notifications on, to these addresses. */
    account: (addresses: string[], settings: Record<string, unknown> = {}): Promise<BuiltAccount> =>
      buildAccount(world.owner, {
        settings: {
          email_notifications_enabled: true,
          email_notification_addresses: addresses,
          ...settings,
        },
      }),
    text: (account: BuiltAccount, from: string, ...texts: string[]) =>
      takeTexts(world.db, account, from, ...texts),
    /** What the worker does with the log: of all of it, each time. */
    queue: async ({ accountId }: BuiltAccount): Promise<number> => {
      const { entries } = await readLog(world.db, accountId, 0)
      return queueNotifications(world.db, accountId, entries)
    },
    rows: async ({ accountId }: BuiltAccount): Promise<NotificationRow[]> => {
      const { rows } = await world.owner.query<NotificationRow>(
        `select address, status, attempts, reason from email_notifications where account_id = $1 order by address, id`,
        [accountId],
      )
      return rows
    },
    /** Changes rows by hand, above all their times: as if so much had gone by. */
    change: ({ accountId }: BuiltAccount, set: string) =>
      world.owner.query(`update email_notifications set ${set} where account_id = $1`, [accountId]),
    /** What delivering takes, through a real SMTP server. */
    parts: (url: string, db = world.db) => ({
      db,
      log: silent,
      mailer: createSmtpMailer({ url, from: 'Parley <inbox@acme.example>', timeoutMs: 2_000 }),
      publicUrl: 'https://inbox.acme.example',
    }),
  }
}

export type NotificationRig = Awaited<ReturnType<typeof openNotificationRig>>
