import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toGlobalId } from '../../../platform/ids.ts'
import { agentOf, type BuiltAccount, buildAccount, buildUser } from '../../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../../test/graphql-rig.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'

let rig: GraphqlRig
let account: BuiltAccount
let other: BuiltAccount
let userId: string
beforeAll(async () => {
  rig = await startGraphqlRig()
  account = await buildAccount(rig.world.owner, { senderType: 'TOLL_FREE' })
  other = await buildAccount(rig.world.owner)
  userId = await buildUser(rig.world.owner, account.accountId, 'MANAGER')
})
afterAll(() => rig.close())

const SET = `mutation ($id: ID!, $pace: Float) {
  setSenderPace(id: $id, messagesPerSecond: $pace) { sender { id messagesPerSecond } userErrors { code field } }
}`
const manager = () => agentOf(account.accountId, userId, 'MANAGER')
const set = (pace: number | null | undefined, senderId = account.senderId) =>
  pushEqualsRefetch(rig.world.db, account.accountId, () =>
    rig.get(manager(), SET, { id: toGlobalId('Sender', senderId), pace }),
  )

describe('R41: the pace of a sender', () => {
  test('is the usual one of its type until it is set, and again without', async () => {
    const senders = async () => rig.get(manager(), '{ account { senders { messagesPerSecond } } }')
    expect(await senders()).toEqual({ account: { senders: [{ messagesPerSecond: 25 }] } })
    expect((await set(0.5)).result).toMatchObject({
      setSenderPace: { sender: { messagesPerSecond: 0.5 }, userErrors: [] },
    })
    expect(await senders()).toEqual({ account: { senders: [{ messagesPerSecond: 0.5 }] } })
    expect((await set(undefined)).result).toMatchObject({
      setSenderPace: { sender: { messagesPerSecond: 25 } },
    })
  })

  test('is pushed when it changes, and only then', async () => {
    expect((await set(3)).entries.map(({ kind }) => kind)).toEqual(['SETTINGS_CHANGED'])
    expect((await set(3)).entries).toEqual([])
  })

  test.each([
    [0, 'PACE_INVALID'],
    [-1, 'PACE_INVALID'],
    [0.009, 'PACE_INVALID'],
    [1_000.5, 'PACE_INVALID'],
  ])('%s is refused with %s, and nothing changes', async (pace, code) => {
    const { result, entries } = await set(pace)
    expect(result).toEqual({
      setSenderPace: { sender: null, userErrors: [{ code, field: ['messagesPerSecond'] }] },
    })
    expect(entries).toEqual([])
  })

  test('R3: of another account’s sender is that of none', async () => {
    for (const id of [toGlobalId('Sender', other.senderId), 'snd_x'])
      expect(await rig.get(manager(), SET, { id, pace: 1 })).toEqual({
        setSenderPace: { sender: null, userErrors: [{ code: 'NOT_FOUND', field: ['id'] }] },
      })
  })

  test('R2: Support can’t set it', async () => {
    const { errors } = await rig.ask(agentOf(account.accountId, userId), SET, { id: 'snd_x', pace: 1 })
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' })
  })
})
