import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { agentOf, type BuiltAccount, buildAccount, openWorld, type World } from '../../test/build.ts'
import { CHANGES, closeCode, hears, refusal } from '../../test/live-client.ts'
import { type LiveProcess, ownPage, startLiveProcess, takeTexts } from '../../test/live-rig.ts'
import type { ApiScope, KeyActor, Role } from '../auth/actor.ts'
import { newId } from '../ids.ts'

const PERSON = '+14155550101'
let world: World
let process: LiveProcess
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(4)
  process = await startLiveProcess(world)
})
afterAll(async () => {
  await process.close()
  await world.close()
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
})

const agent = (role: Role = 'SUPPORT') => agentOf(account.accountId, newId(), role)
const key = (...scopes: ApiScope[]): KeyActor => ({
  kind: 'apiKey',
  accountId: account.accountId,
  apiKeyId: newId(),
  scopes,
})
const subscriptions = [
  CHANGES,
  'subscription { messageReceived { id } }',
  'subscription { unreadCountChanged }',
  `subscription { conversationChanged(id: "cnv_${newId()}") { id } }`,
]

describe('R1: who may subscribe', () => {
  test.each([
    agentOf('', '', 'ANALYST'),
    agentOf('', '', 'CAMPAIGN_COORDINATOR'),
    agentOf('', '', 'CONTENT_CREATOR'),
    { kind: 'apiKey', scopes: ['REPLY', 'MANAGE', 'INGEST'] } as unknown as KeyActor,
    { kind: 'apiKey', scopes: [] } as unknown as KeyActor,
  ])('not %j: FORBIDDEN', async (actor) => {
    const client = process.connect({ ...actor, accountId: account.accountId })
    for (const query of subscriptions) expect(await refusal(client.listen(query))).toEqual(['FORBIDDEN'])
  })

  test.each([agent, () => agent('OWNER'), () => agent('ADMIN'), () => agent('MANAGER'), () => key('READ')])(
    'those with the inbox, and keys that may read',
    async (who) => {
      await hears(process.connect(who()).listen(CHANGES), 'READY')
    },
  )

  test('nobody without a session, nor with a key that is none: 4401', async () => {
    for (const client of [
      process.connectWith(),
      process.connectWith('Bearer none'),
      process.connectWith(undefined, { cookie: 'sid=none', origin: ownPage }),
    ])
      expect(await closeCode(client.listen(CHANGES))).toBe(4401)
  })
})

describe('a socket is watched for the loss of its rights', () => {
  test('until it closes, and not if it has gone by the time that it is known whose it is', async () => {
    const before = process.watched
    const stays = process.connect(agent())
    await hears(stays.listen(CHANGES), 'READY')
    expect(process.watched).toBe(before + 1)
    const known = Promise.withResolvers<void>()
    process.lookUp = () => known.promise
    const leaves = new WebSocket(process.url.replace('http', 'ws'), 'graphql-transport-ws')
    await once(leaves, 'open')
    const payload = { authorization: `Bearer ${process.admit(agent())}` }
    leaves.send(JSON.stringify({ type: 'connection_init', payload }))
    leaves.close()
    await once(leaves, 'close')
    known.resolve()
    await hears(process.connect(agent()).listen(CHANGES), 'READY')
    expect(process.watched).toBe(before + 2)
    await stays.close()
    await vi.waitFor(() => expect(process.watched).toBe(before + 1))
  })

  test('and while nobody can be looked up, closes with 1013, which clients try again after', async () => {
    process.lookUp = () => Promise.reject(new Error('the database is away'))
    expect(await closeCode(process.connect(agent()).listen(CHANGES))).toBe(1013)
    process.lookUp = () => Promise.resolve()
    await hears(process.connect(agent()).listen(CHANGES), 'READY')
  })
})

describe("another site's page", () => {
  const foreign = { origin: 'https://evil.example' }
  test("can't use a visitor's cookie, whereas ours can, and who has no page", async () => {
    const cookie = `sid=${process.admit(agent())}`
    expect(await closeCode(process.connectWith(undefined, { ...foreign, cookie }).listen(CHANGES))).toBe(4401)
    expect(await closeCode(process.connectWith(undefined, { origin: 'null', cookie }).listen(CHANGES))).toBe(
      4401,
    )
    await hears(process.connectWith(undefined, { origin: ownPage, cookie }).listen(CHANGES), 'READY')
    await hears(process.connectWith(undefined, { cookie }).listen(CHANGES), 'READY')
  })

  test('can use an API key', async () => {
    const authorization = `Bearer ${process.admit(key('READ'))}`
    await hears(process.connectWith(authorization, foreign).listen(CHANGES), 'READY')
    await hears(process.connectWith(undefined, { ...foreign, authorization }).listen(CHANGES), 'READY')
  })
})

describe('an operation id that is used again', () => {
  interface Frame {
    id?: string
    type: string
    payload?: { data: { inboxChanged: { kind: string } } }
  }
  const openRaw = async () => {
    const socket = new WebSocket(process.url.replace('http', 'ws'), 'graphql-transport-ws')
    const frames: Frame[] = []
    const say = (frame: object): void => socket.send(JSON.stringify(frame))
    socket.on('message', (data) => frames.push(JSON.parse(String(data))))
    await once(socket, 'open')
    say({ type: 'connection_init', payload: { authorization: `Bearer ${process.admit(agent())}` } })
    await vi.waitFor(() => expect(frames).toContainEqual({ type: 'connection_ack' }))
    return {
      socket,
      subscribe: (id: string) => say({ id, type: 'subscribe', payload: { query: CHANGES } }),
      complete: (id: string) => say({ id, type: 'complete' }),
      kinds: (id: string) =>
        frames.filter((frame) => frame.id === id).map((frame) => frame.payload?.data.inboxChanged.kind),
    }
  }

  test('after a complete, be it at once, is one subscription, and ends when it is completed', async () => {
    const { socket, subscribe, complete, kinds } = await openRaw()
    for (let times = 0; times < 5; times++) {
      subscribe('a')
      complete('a')
    }
    subscribe('a')
    await vi.waitFor(() => expect(kinds('a').at(-1)).toBe('READY'))
    subscribe('b')
    await vi.waitFor(() => expect(kinds('b')).toEqual(['READY']))
    const before = kinds('a').length
    await takeTexts(process.db, account, PERSON, 'Once')
    await vi.waitFor(() => expect(kinds('b')).toEqual(['READY', 'MESSAGE_RECEIVED']))
    expect(kinds('a').slice(before)).toEqual(['MESSAGE_RECEIVED'])
    complete('a')
    subscribe('c')
    await vi.waitFor(() => expect(kinds('c')).toEqual(['READY']))
    await takeTexts(process.db, account, PERSON, 'Not here')
    await vi.waitFor(() => expect(kinds('c')).toEqual(['READY', 'MESSAGE_RECEIVED']))
    expect(kinds('a').slice(before)).toEqual(['MESSAGE_RECEIVED'])
    socket.close()
    await once(socket, 'close')
  })

  test('while it is still running closes the socket with 4409', async () => {
    const { socket, subscribe } = await openRaw()
    const closed = once(socket, 'close')
    subscribe('a')
    subscribe('a')
    expect((await closed)[0]).toBe(4409)
  })
})
