import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { migrateJobs, openQueue } from './platform/jobs/queue.ts'
import type { Mailer } from './platform/mail/mail.ts'
import { createSmtpMailer } from './platform/mail/smtp-mailer.ts'
import { listenForWakeUps } from './platform/wake-ups/listen.ts'
import { createMailbox } from './sandbox/mailbox.ts'
import { migrateSandbox } from './sandbox/migrate-sandbox.ts'
import { silent } from './test/build.ts'
import { startMailServer } from './test/mail-server.ts'
import { type NotificationRig, openNotificationRig } from './test/notification-rig.ts'
import { openTestMedia } from './test/open-test-media.ts'
import { scriptedCarrier } from './test/scripted-carrier.ts'
import { startWorker } from './worker.ts'

let rig: NotificationRig
let pool: pg.Pool
const running: (() => Promise<void>)[] = []
beforeAll(async () => {
  rig = await openNotificationRig()
  await migrateJobs(rig.world.url)
  await migrateSandbox(rig.world.url)
  pool = new pg.Pool({ connectionString: rig.world.url, max: 2 })
})
afterEach(async () => {
  for (const stop of running.splice(0)) await stop()
})
afterAll(async () => {
  await pool.end()
  await rig.world.close()
})

const startOne = async (mailer: Mailer): Promise<void> => {
  const db = rig.world.openAnother()
  const wakeUps = await listenForWakeUps(db, silent)
  const worker = await startWorker({
    db,
    log: silent,
    carrier: scriptedCarrier(),
    publicUrl: 'https://inbox.acme.example',
    wakeUps,
    media: openTestMedia(),
    queue: openQueue('parley', { databaseUrl: rig.world.url, log: silent }),
    mailer,
    sessions: { removeExpired: async () => undefined },
  })
  running.push(async () => {
    await worker.stop()
    await wakeUps.close()
  })
}
const soon = { timeout: 12_000 }

test('R35, R44: two workers mail each text once to each address, what came while none ran too', async () => {
  const account = await rig.account(['a@acme.example', 'b@acme.example'])
  await rig.text(account, '+14155550142', 'Before any worker')
  await Promise.all([startOne(createMailbox(pool)), startOne(createMailbox(pool))])
  await rig.text(account, '+14155550142', 'While they run', 'STOP')
  await rig.text(account, '+14155550143', 'Somebody else')
  const mails = async (): Promise<string[]> =>
    (
      await pool.query<{ mail: string }>(
        `select to_addresses[1] || ': ' || substring(text from 'texted Acme Outfitters:\\s+([^\\n]+)') as mail
         from parley_sandbox.mails order by 1`,
      )
    ).rows.map(({ mail }) => mail)
  const expected = ['a@acme.example', 'b@acme.example'].flatMap((to) =>
    ['Before any worker', 'Somebody else', 'While they run'].map((text) => `${to}: ${text}`),
  )
  await expect.poll(mails, soon).toEqual(expected)
  // And none more, once nothing is under way.
  for (const stop of running.splice(0)) await stop()
  expect(await mails()).toEqual(expected)
})

test('through a real SMTP server', async () => {
  const server = await startMailServer()
  running.push(() => server.close())
  const account = await rig.account(['c@acme.example'])
  await startOne(createSmtpMailer({ url: server.url, from: 'Parley <inbox@acme.example>' }))
  await rig.text(account, '+14155550144', 'Is anybody there?')
  await expect.poll(() => server.taken.map(({ to }) => to), soon).toEqual([['c@acme.example']])
  expect(server.taken[0]?.raw).toContain('Is anybody there?')
})
