import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Carrier } from './features/carrier/carrier.ts'
import { sendReply } from './features/messages/actions/send-reply.ts'
import type { SendJob } from './features/messages/jobs/send-jobs.ts'
import { newId } from './platform/ids.ts'
import { migrateJobs, openQueue } from './platform/jobs/queue.ts'
import { MailUnavailable } from './platform/mail/mail.ts'
import { listenForWakeUps } from './platform/wake-ups/listen.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  insert,
  openWorld,
  silent,
  type World,
} from './test/build.ts'
import { openTestMedia } from './test/open-test-media.ts'
import { accepted, refusedForNow, scriptedCarrier } from './test/scripted-carrier.ts'
import { inboundParams } from './test/webhook-rig.ts'
import { startWorker } from './worker.ts'

let world: World
let account: BuiltAccount
const running: (() => Promise<void>)[] = []
beforeAll(async () => {
  world = await openWorld()
  await migrateJobs(world.url)
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterEach(async () => {
  for (const stop of running.splice(0)) await stop()
})
afterAll(() => world.close())

/** A worker as another process has it: with a pool, a queue and a listener of its own. */
const startOne = async (carrier: Carrier): Promise<void> => {
  const db = world.openAnother()
  const wakeUps = await listenForWakeUps(db, silent)
  const queue = openQueue<SendJob>('parley', { databaseUrl: world.url, log: silent })
  const worker = await startWorker({
    db,
    log: silent,
    carrier,
    publicUrl: 'https://inbox.example.com',
    wakeUps,
    queue,
    media: openTestMedia(),
    mailer: { open: () => Promise.reject(new MailUnavailable('no mail server here')) },
    sessions: { removeExpired: async () => undefined },
  })
  running.push(async () => {
    await worker.stop()
    await wakeUps.close()
  })
}
const statuses = async (): Promise<string[]> =>
  (
    await world.owner.query<{ status: string }>(
      `select status from messages where account_id = $1 and direction = 'OUTBOUND' order by seq`,
      [account.accountId],
    )
  ).rows.map((row) => row.status)

describe('R44: two workers on one PostgreSQL', () => {
  test('R21: send every reply once, each person’s in order, while they are written', async () => {
    const carrier = scriptedCarrier(async () => {
      await nextTurn()
      return accepted()
    })
    await Promise.all([startOne(carrier), startOne(carrier)])
    const conversations = await Promise.all([1, 2, 3, 4].map(() => buildConversation(world.owner, account)))
    const texts = ['1', '2', '3', '4', '5']
    for (const text of texts)
      await Promise.all(
        conversations.map(({ conversationId }) =>
          sendReply(contextOf(world.db, account.accountId), { conversationId, text }),
        ),
      )
    await expect.poll(statuses, { timeout: 10_000 }).toEqual(Array.from({ length: 20 }, () => 'SENT'))
    const byPerson = Map.groupBy(carrier.sent, (text) => text.to)
    expect([...byPerson.values()].map((sent) => sent.map((text) => text.text))).toEqual(
      conversations.map(() => texts),
    )
  })

  test('send again what the carrier could not take, and pick up what was queued while none ran', async () => {
    const { profileId } = await buildConversation(world.owner, account)
    await buildMessage(world.owner, account, profileId)
    const carrier = scriptedCarrier((_, nth) => (nth === 1 ? refusedForNow() : accepted()))
    await startOne(carrier)
    await expect.poll(statuses, { timeout: 12_000 }).toEqual(['SENT'])
    expect(carrier.sent).toHaveLength(2)
  })

  test('B4: send scheduled replies at their time, also those that came due while none ran', async () => {
    const people = [
      await buildConversation(world.owner, account),
      await buildConversation(world.owner, account),
    ]
    const carrier = scriptedCarrier()
    const dueAt = (at: number) => {
      const time = new Date(at)
      return { status: 'SCHEDULED', scheduled_at: time, next_attempt_at: time }
    }
    await buildMessage(world.owner, account, people[0]?.profileId ?? '', {
      text: 'Yesterday',
      ...dueAt(Date.now() - 86_400_000),
    })
    await startOne(carrier)
    const sendAt = new Date(Date.now() + 1_500)
    const { conversationId } = people[1] ?? { conversationId: '' }
    await sendReply(contextOf(world.db, account.accountId), {
      conversationId,
      text: 'Soon',
      sendAt: sendAt.toISOString(),
    })
    await expect.poll(statuses, { timeout: 12_000 }).toEqual(['SENT', 'SENT'])
    expect(carrier.sent.map((text) => text.text).toSorted()).toEqual(['Soon', 'Yesterday'])
    expect(Date.now()).toBeGreaterThanOrEqual(sendAt.getTime())
  })

  test('R26: wake what was snoozed, also that which came due while none ran; B9: find the words of texts', async () => {
    const columns = { status: 'SNOOZED', snoozed_until: new Date(Date.now() - 86_400_000) }
    const { conversationId, profileId } = await buildConversation(world.owner, account, columns)
    await buildMessage(world.owner, account, profileId, { text: 'About zebras', status: 'SENT' })
    await startOne(scriptedCarrier())
    await startOne(scriptedCarrier())
    const state = async () =>
      (
        await world.owner.query(
          `select status, is_back_from_snooze as back, (select words @@ 'zebras' from message_words where profile_id = $2) as found
           from conversations where id = $1`,
          [conversationId, profileId],
        )
      ).rows[0]
    await expect.poll(state, { timeout: 12_000 }).toEqual({ status: 'OPEN', back: true, found: true })
  })

  test('R43: settle what a crash left in the journal', async () => {
    const params = inboundParams(account.number, '+14155550101', 'Left behind')
    await insert(world.owner, 'carrier_journal', {
      id: newId(),
      account_id: account.accountId,
      kind: 'INBOUND',
      carrier_message_id: params.MessageUUID,
      raw: new URLSearchParams(params).toString(),
      path: '/webhooks/plivo/inbound',
      received_at: new Date(Date.now() - 60_000),
    })
    await startOne(scriptedCarrier())
    await expect
      .poll(
        () =>
          world.owner
            .query('select text from messages where account_id = $1', [account.accountId])
            .then((r) => r.rows),
        {
          timeout: 8_000,
        },
      )
      .toEqual([{ text: 'Left behind' }])
  })
})
