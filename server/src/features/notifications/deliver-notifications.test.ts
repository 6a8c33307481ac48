import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BuiltAccount } from '../../test/build.ts'
import { type MailServer, smtpError, startMailServer } from '../../test/mail-server.ts'
import { type NotificationRig, openNotificationRig } from '../../test/notification-rig.ts'
import { delayAfter, deliverNotifications } from './deliver-notifications.ts'
import { claimNotifications, handOver, readContent, settle } from './notification-statements.ts'

let rig: NotificationRig
let server: MailServer
let account: BuiltAccount
const address = 'robin@acme.example'
const from = '+14155550142'

beforeAll(async () => {
  rig = await openNotificationRig()
})
beforeEach(async () => {
  // Rows of other tests are none of this one's.
  await rig.world.owner.query('delete from email_notifications')
  account = await rig.account([address])
})
afterEach(() => server?.close())
afterAll(() => rig.world.close())

type Options = Parameters<typeof startMailServer>[0]
const serve = async (options: Options = {}): Promise<void> => {
  server = await startMailServer(options)
}
const queueText = async (...texts: string[]): Promise<void> => {
  await rig.text(account, from, ...texts)
  await rig.queue(account)
}
const deliver = () => deliverNotifications(rig.parts(server.url))
const isDue = `next_attempt_at = now() - interval '1 second'`

describe('R35: e-mails go out', () => {
  test('with what was texted, once', async () => {
    await serve()
    await queueText('Is the blue one back?')
    await deliver()
    await deliver()
    expect(server.taken.map(({ to }) => to)).toEqual([[address]])
    expect(server.taken[0]?.raw).toContain('Is the blue one back?')
    expect(await rig.rows(account)).toEqual([{ address, status: 'SENT', attempts: 1, reason: null }])
  })

  test('R44: once, though several processes deliver at once', async () => {
    await serve()
    await queueText(...Array.from({ length: 30 }, (_, index) => `Text ${index}.`))
    const processes = [rig.world.db, rig.world.openAnother(3), rig.world.openAnother(3)]
    await Promise.all(processes.map((db) => deliverNotifications(rig.parts(server.url, db))))
    const numbers = server.taken.map(({ raw }) => Number(/Text (\d+)\./.exec(raw)?.[1]))
    expect(numbers.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 30 }, (_, index) => index),
    )
  })

  test('not to who was blocked meanwhile (R29), nor to an address taken off the list', async () => {
    await serve()
    await queueText('One')
    await rig.world.owner.query('update profiles set blocked_at = now() where account_id = $1', [
      account.accountId,
    ])
    await deliver()
    expect(await rig.rows(account)).toMatchObject([{ status: 'SKIPPED' }])
    account = await rig.account([address])
    await queueText('Two')
    await rig.world.owner.query(
      `update inbox_settings set email_notification_addresses = '{other@acme.example}' where account_id = $1`,
      [account.accountId],
    )
    await deliver()
    expect(await rig.rows(account)).toMatchObject([{ status: 'SKIPPED' }])
    expect(server.taken).toEqual([])
  })
})

describe('what can’t go out now goes later', () => {
  test('a greylisted one, when it has waited', async () => {
    let refusals = 1
    await serve({
      onRcptTo: (_a, _s, done) => (refusals-- > 0 ? done(smtpError(451, 'greylisted')) : done()),
    })
    await queueText('Hello?')
    await deliver()
    const [put] = await rig.rows(account)
    expect(put).toMatchObject({
      status: 'QUEUED',
      attempts: 1,
      reason: expect.stringContaining('greylisted'),
    })
    await deliver()
    expect(server.taken).toEqual([])
    await rig.change(account, isDue)
    await deliver()
    expect(server.taken).toHaveLength(1)
    expect(await rig.rows(account)).toMatchObject([{ status: 'SENT', attempts: 2 }])
  })

  test('all of them, when the server was away', async () => {
    await serve()
    const { port, url } = server
    await server.close()
    await queueText('One', 'Two')
    await deliverNotifications(rig.parts(url))
    expect(await rig.rows(account)).toMatchObject([{ status: 'QUEUED' }, { status: 'QUEUED' }])
    await serve({ port })
    await rig.change(account, isDue)
    await deliver()
    expect(server.taken).toHaveLength(2)
  })

  test('at longer and longer distances, up to a quarter of an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(delayAfter)).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
  })

  test('for a day; then it is given up with the last reason', async () => {
    await serve({ onRcptTo: (_a, _s, done) => done(smtpError(452, 'mailbox full')) })
    await queueText('Hello?')
    await rig.change(account, `created_at = now() - interval '25 hours'`)
    await deliver()
    expect(await rig.rows(account)).toMatchObject([
      { status: 'FAILED', reason: expect.stringContaining('mailbox full') },
    ])
  })

  test('one that is refused for good holds up none of the others', async () => {
    account = await rig.account(['gone@acme.example', address])
    await serve({
      onRcptTo: ({ address: to }, _s, done) =>
        to.startsWith('gone') ? done(smtpError(550, 'no such mailbox')) : done(),
    })
    await queueText('Hello?')
    await deliver()
    expect(await rig.rows(account)).toMatchObject([
      { address: 'gone@acme.example', status: 'FAILED', reason: expect.stringContaining('no such mailbox') },
      { address, status: 'SENT' },
    ])
  })
})

describe('R44: whoever is killed in the middle', () => {
  test('before the mail left: it goes out by another, after the claim has run out', async () => {
    await serve()
    await queueText('Hello?')
    await claimNotifications(rig.world.db)
    await deliver()
    expect(server.taken).toEqual([])
    await rig.change(account, isDue)
    await deliver()
    expect(server.taken).toHaveLength(1)
  })

  test('behind it: nobody knows what became of it, and it is never sent again', async () => {
    await serve()
    await queueText('Hello?')
    const [claim] = await claimNotifications(rig.world.db)
    expect(claim && (await handOver(rig.world.db, claim))).toBe(true)
    await rig.change(account, `handed_over_at = now() - interval '11 minutes', ${isDue}`)
    await deliver()
    await deliver()
    expect(server.taken).toEqual([])
    expect(await rig.rows(account)).toMatchObject([
      { status: 'UNKNOWN', reason: expect.stringContaining('outcome') },
    ])
  })

  test('one that was only slow: who claimed it after sends it, and the slow one neither sends nor settles it', async () => {
    await serve()
    await queueText('Hello?')
    const { db } = rig.world
    const [slow] = await claimNotifications(db)
    if (!slow) throw new Error('nothing was claimed')
    expect(await readContent(db, slow)).not.toBeNull()
    await rig.change(account, isDue)
    await deliver()
    expect(await handOver(db, slow)).toBe(false)
    await settle(db, slow, 'FAILED', 'too late')
    expect(await rig.rows(account)).toMatchObject([{ status: 'SENT', attempts: 2 }])
    expect(server.taken).toHaveLength(1)
  })

  test('a stop leaves what is not in hand to others, at once', async () => {
    await serve()
    await queueText('One', 'Two', 'Three')
    await deliverNotifications(rig.parts(server.url), () => true)
    expect(server.taken).toEqual([])
    await deliver()
    expect(server.taken).toHaveLength(3)
  })
})
