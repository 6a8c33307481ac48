import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { UserErrors } from '../../../platform/errors.ts'
import {
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  textFrom,
  zoneAtMidnight,
  zoneAtNoon,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { accepted, refusedForNow, scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { cancelScheduledMessage } from '../actions/cancel-scheduled-message.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import { releaseScheduledMessage } from '../actions/release-scheduled-message.ts'
import { sendReply } from '../actions/send-reply.ts'
import { updateScheduledMessage } from '../actions/update-scheduled-message.ts'
import { sendQueued } from './send-queued.ts'

const world = await openWorld(3)
afterAll(() => world.close())

type Step =
  | { kind: 'reply' | 'write' | 'pass' | 'send' | 'night' | 'day' | 'stop' | 'start' | 'busy' | 'free' }
  | { kind: 'schedule'; hours: number }
  | { kind: 'cancel' | 'edit' | 'release'; which: number }

const plain = fc.constantFrom<Step['kind']>(
  ...([
    'reply',
    'write',
    'pass',
    'pass',
    'send',
    'send',
    'night',
    'day',
    'stop',
    'start',
    'busy',
    'free',
  ] as const),
)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    plain.map((kind) => ({ kind }) as Step),
    fc.record({ kind: fc.constant('schedule' as const), hours: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constantFrom('cancel', 'edit', 'release'), which: fc.nat(5) }) as fc.Arbitrary<Step>,
  ),
  { minLength: 5, maxLength: 25 },
)

/** One person's story. Their agents are refused some of what they want; anything else is a bug. */
const startStory = async () => {
  const account = await buildAccount(world.owner)
  const { profileId, conversationId } = await buildConversation(world.owner, account)
  const { rows } = await world.owner.query('select phone_number from profiles where id = $1', [profileId])
  const ctx = () => contextOf(world.db, account.accountId)
  const ids: string[] = []
  const canceled = new Set<string>()
  let isBusy = false
  let texts = 0
  /** What the carrier took, in order. */
  const taken: string[] = []
  const carrier = scriptedCarrier(({ text }) => {
    if (isBusy) return refusedForNow()
    taken.push(text)
    return accepted()
  })
  const person = (columns: string, ...values: unknown[]) =>
    world.owner.query(`update profiles set ${columns} where id = $1`, [profileId, ...values])
  const write = (text: string) =>
    receiveTexts(world.db, account.accountId, [textFrom(account, rows[0].phone_number, text)], () => [])
  const reply = async (hours?: number) => {
    const sendAt = hours ? new Date(Date.now() + hours * 3_600_000).toISOString() : null
    const input = { conversationId, text: `${++texts}`, sendAt, overrideWarnings: ['QUIET_HOURS' as const] }
    ids.push((await sendReply(ctx(), input)).messageId)
  }
  const pick = (which: number): string => ids[which % Math.max(ids.length, 1)] ?? profileId
  const passTime = () =>
    world.owner.query(
      `update messages set scheduled_at = scheduled_at - interval '90 minutes', next_attempt_at = next_attempt_at - interval '90 minutes'
       where account_id = $1`,
      [account.accountId],
    )
  const take = async (step: Step): Promise<unknown> => {
    switch (step.kind) {
      case 'reply':
        return reply()
      case 'schedule':
        return reply(step.hours)
      case 'cancel':
        await cancelScheduledMessage(ctx(), pick(step.which))
        return canceled.add(pick(step.which))
      case 'edit':
        return updateScheduledMessage(ctx(), pick(step.which), { text: `${++texts}` })
      case 'release':
        return releaseScheduledMessage(ctx(), pick(step.which))
      case 'write':
        return write('Hello')
      case 'stop':
        return write('STOP')
      case 'start':
        return write('START')
      case 'night':
        return person('time_zone = $2', zoneAtMidnight())
      case 'day':
        return person('time_zone = $2', zoneAtNoon())
      case 'busy':
      case 'free':
        isBusy = step.kind === 'busy'
        return
      case 'pass':
        return passTime()
      case 'send':
        return sendQueued(ctx(), { carrier, callbackUrl: () => '' }, profileId)
    }
  }
  const messages = async () =>
    (
      await world.owner.query<{ id: string; text: string; status: string; held_reason: string | null }>(
        `select id, text, status, held_reason from messages where account_id = $1 and kind = 'REPLY' order by seq`,
        [account.accountId],
      )
    ).rows
  return { account, taken, canceled, take, messages }
}

const refused = (error: unknown): void => {
  if (!(error instanceof UserErrors)) throw error
}

/** What is no reply is a confirmation of STOP. */
const isReply = (text: string): boolean => /^\d+$/.test(text)

const unpushed = new Set<Step['kind']>(['night', 'day', 'pass', 'busy', 'free'])

test('B4, R12, R21, R22: whatever happens, a reply goes out once or never, as it stands, in the order of the thread', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { account, taken, canceled, take, messages } = await startStory()
      for (const step of [
        ...all,
        { kind: 'free' } as const,
        { kind: 'pass' } as const,
        { kind: 'send' } as const,
      ]) {
        const act = () => take(step).catch(refused)
        if (unpushed.has(step.kind)) await act()
        else await pushEqualsRefetch(world.db, account.accountId, act)
      }
      const after = await messages()
      const sent = after.filter((message) => message.status === 'SENT')
      expect(taken.filter(isReply)).toEqual(sent.map((message) => message.text))
      for (const { id, text, status, held_reason } of after) {
        if (canceled.has(id)) expect([status, held_reason]).toEqual(['CANCELED', null])
        if (held_reason) expect(status).toBe('SCHEDULED')
        if (status !== 'SENT') expect(taken).not.toContain(text)
      }
    }),
    { numRuns: 40 },
  )
}, 120_000)
