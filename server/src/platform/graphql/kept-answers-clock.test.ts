import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { agentOf, type BuiltAccount, buildAccount, buildConversation } from '../../test/build.ts'
import { type HttpGraphqlRig, startHttpGraphqlRig } from '../../test/http-graphql-rig.ts'
import { newId, toGlobalId } from '../ids.ts'

let rig: HttpGraphqlRig
let account: BuiltAccount
beforeAll(async () => {
  rig = await startHttpGraphqlRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  account = await buildAccount(rig.world.owner)
  rig.actors.set('support', agentOf(account.accountId, newId()))
})
afterEach(() => void vi.useRealTimers())

let people = 0

/** With somebody whose number is toll-free: it says nothing of a zone. */
const conversationIn = async (time_zone: string | null): Promise<string> => {
  const place = { time_zone, phone_number: `+1800555${String(people++).padStart(4, '0')}` }
  const { conversationId } = await buildConversation(rig.world.owner, account, {}, place)
  return toGlobalId('Conversation', conversationId)
}
const gateOf = (id: string) => `{ conversation(id: "${id}") { replyGate { warnings nextAllowedAt } } }`
const warned = { warnings: ['QUIET_HOURS'], nextAllowedAt: '2026-11-24T08:00:00.000Z' }
const free = { warnings: [], nextAllowedAt: null }

describe('an answer that hangs on the clock', () => {
  test('R19, R25: is kept while it holds, and made anew at the very moment that it does not', async () => {
    const query = gateOf(await conversationIn('Etc/GMT'))
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T19:59:59.000Z') })
    expect(await rig.executedOf(5, query)).toBe(2)
    expect(await rig.ask(query)).toEqual({ conversation: { replyGate: free } })
    vi.setSystemTime(new Date('2026-11-23T19:59:59.999Z'))
    expect(await rig.executedOf(1, query)).toBe(0)
    vi.setSystemTime(new Date('2026-11-23T20:00:00.000Z'))
    expect(await rig.ask(query)).toEqual({ conversation: { replyGate: warned } })
    expect(await rig.executedOf(3, query)).toBe(0)
    vi.setSystemTime(new Date('2026-11-24T07:59:59.500Z'))
    expect(await rig.ask(query)).toEqual({ conversation: { replyGate: warned } })
    vi.setSystemTime(new Date('2026-11-24T08:00:00.000Z'))
    expect(await rig.ask(query)).toEqual({ conversation: { replyGate: free } })
  })

  test('of several holds as long as the first of its parts', async () => {
    await conversationIn('Etc/GMT')
    await conversationIn('Asia/Tokyo')
    await conversationIn(null)
    const query = '{ conversations { nodes { replyGate { warnings } } } }'
    const warnings = async (): Promise<number> => {
      const { conversations } = (await rig.ask(query)) as {
        conversations: { nodes: { replyGate: { warnings: string[] } }[] }
      }
      return conversations.nodes.filter((node) => node.replyGate.warnings.length > 0).length
    }
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T10:59:59.900Z') })
    for (const _time of [1, 2, 3]) expect(await warnings()).toBe(0)
    vi.setSystemTime(new Date('2026-11-23T11:00:00.000Z'))
    expect(await warnings()).toBe(1)
  })
})
