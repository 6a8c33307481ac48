import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { UserErrors } from '../../platform/errors.ts'
import {
  type BuiltAccount,
  buildAccount,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../test/build.ts'
import { buildSource } from '../../test/build-nodes.ts'
import {
  keptFigures,
  keptLast,
  type Ledger,
  recountedFigures,
  recountedLast,
} from '../../test/marketing-recount.ts'
import { buildReader, creditWith, report, send, sendOut } from '../../test/marketing-rig.ts'
import { type MarketingStep, marketingStep } from '../../test/marketing-steps.ts'
import { accepted, refusedForGood, refusedForNow, unknown } from '../../test/scripted-carrier.ts'
import { creditClicks, creditSources } from '../campaigns/source-figures.ts'
import { receiveTexts } from './actions/receive-texts.ts'
import { retryMessage } from './actions/retry-message.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
let sources: string[]
let people: { id: string; phone: string }[]
afterAll(() => world.close())

/** An account of its own, with two campaigns, a flow, and three people. */
const begin = async (): Promise<void> => {
  account = await buildAccount(world.owner)
  const types = ['CAMPAIGN', 'CAMPAIGN', 'FLOW']
  sources = await Promise.all(types.map((type) => buildSource(world.owner, account.accountId, { type })))
  const phones = ['+14155550101', '+14155550102', '+14155550103']
  people = await Promise.all(
    phones.map(async (phone) => ({ phone, id: await buildReader(world, account, { phone_number: phone }) })),
  )
}

const select = async (text: string): Promise<Record<string, unknown>[]> =>
  (await world.owner.query(text, [account.accountId])).rows

/** What a text of a person should be attributed to, by the rule's own words over all messages. */
const expectedReason = async (profileId: string, text: string): Promise<string> => {
  if (text === 'HELP') return 'KEYWORD'
  const last = (await recountedLast(world, account)).find((row) => row.profile_id === profileId)
  if (!last) return 'NO_PRIOR_MESSAGE'
  if (last.source_id === null) return 'LAST_MESSAGE_NOT_MARKETING'
  return last.is_answered ? 'NOT_FIRST_REPLY' : 'ATTRIBUTED'
}

const outcomes = [
  accepted,
  accepted,
  accepted,
  accepted,
  accepted,
  accepted,
  unknown,
  unknown,
  () => refusedForGood('300'),
  refusedForNow,
]

/** Each step stands in a millisecond of its own: what is equal in time has no order that could be counted again. */
const nextMillisecond = async (): Promise<void> => {
  const from = Date.now()
  while (Date.now() < from + 2) await new Promise(setImmediate)
}

interface Outbound {
  id: string
  profileId: string
  carrierMessageId: string | null
  startedAt: Date | null
}

const outbound = async (): Promise<Outbound[]> =>
  (await select(
    `select id, profile_id as "profileId", carrier_message_id as "carrierMessageId", send_started_at as "startedAt" from messages
     where account_id = $1 and direction = 'OUTBOUND' and send_attempts > 0 order by seq`,
  )) as never

const pick = async (index: number) => {
  const all = await outbound()
  return all[index % Math.max(all.length, 1)]
}

const take = async (step: MarketingStep, ledger: Ledger): Promise<void> => {
  await nextMillisecond()
  const { id: profileId = '', phone = '' } = 'person' in step ? (people[step.person] ?? {}) : {}
  switch (step.do) {
    case 'send': {
      const sourceId = sources[step.source] ?? null
      const kind = sourceId === null ? 'REPLY' : step.source === 2 ? 'FLOW' : 'CAMPAIGN'
      await send(world, account, profileId, { kind, sourceId }, outcomes[step.outcome])
      return
    }
    case 'text': {
      const expected = await expectedReason(profileId, step.text)
      const text = textFrom(account, phone, step.text)
      await receiveTexts(world.db, account.accountId, [text], () => [])
      const { rows } = await world.owner.query(
        'select attribution_reason as reason from messages where carrier_message_id = $1',
        [text.carrierMessageId],
      )
      expect(rows).toEqual([{ reason: expected }])
      return
    }
    case 'report': {
      const message = await pick(step.message)
      if (message)
        await report(
          world,
          account,
          { messageId: message.id, carrierMessageId: message.carrierMessageId ?? undefined },
          step.status,
          (step.isLate && message.startedAt) || new Date(),
        )
      return
    }
    case 'retry': {
      const message = await pick(step.message)
      if (!message) return
      // What can't be sent again is refused, and stays as it is.
      await retryMessage(contextOf(world.db, account.accountId), message.id).catch((error: unknown) => {
        if (!(error instanceof UserErrors)) throw error
      })
      await sendOut(world, account, message.profileId)
      return
    }
    case 'click': {
      const clicks = step.clicks.map(([source, person]) => ({
        sourceId: sources[source] ?? '',
        profileId: people[person]?.id ?? '',
      }))
      ledger.clicks.push(...clicks)
      return creditWith(world, account, creditClicks(clicks))
    }
    case 'order': {
      const { currency, cents } = step
      const sourceId = sources[step.source] ?? ''
      ledger.revenue.push({ sourceId, currency, cents })
      return creditWith(
        world,
        account,
        creditSources([{ sourceId, revenue: { amount: (cents / 100).toFixed(2), currencyCode: currency } }]),
      )
    }
  }
}

test('R34, R38: figures, and what people received last, are what a recount gives, after any history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(marketingStep, { minLength: 5, maxLength: 30 }), async (steps) => {
      await begin()
      const ledger: Ledger = { clicks: [], revenue: [] }
      for (const step of steps) {
        await take(step, ledger)
        expect(await keptLast(world, account)).toEqual(await recountedLast(world, account))
      }
      expect(await keptFigures(world, account)).toEqual(await recountedFigures(world, account, ledger))
    }),
    { numRuns: 25 },
  )
}, 120_000)
