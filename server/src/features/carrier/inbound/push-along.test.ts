import { parse } from 'graphql'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createExecutor } from '../../../platform/graphql/executor.ts'
import { createRequestContext } from '../../../platform/graphql/request-context.ts'
import { newId } from '../../../platform/ids.ts'
import { buildSchema } from '../../../schema.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  openWorld,
  silent,
  type World,
} from '../../../test/build.ts'
import { inboundCall } from '../../../test/inbound-call.ts'
import { changesOf, hears, type Listening } from '../../../test/live-client.ts'
import { type LiveProcess, ownPage, startLiveProcess } from '../../../test/live-rig.ts'
import { ownCommits } from '../../../test/own-commits.ts'
import { createInboundTaker, type InboundTaker } from './take-inbound.ts'

let world: World
let process: LiveProcess
let taker: InboundTaker
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(2)
  process = await startLiveProcess(world)
  taker = createInboundTaker(process.db, silent, ownCommits(process.db), process)
})
afterAll(async () => {
  await taker.close()
  await process.close()
  await world.close()
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
})

const CONVERSATION = `
  id status isUnread lastMessageAt
  profile { id name phoneNumber isBlocked }
  lastMessage { id text status createdAt }`
const CHANGES = `subscription {
  inboxChanged {
    kind cursor
    conversation { ${CONVERSATION} }
    message { id text direction kind createdAt conversation { ${CONVERSATION} } profile { id name } }
    profile { id name phoneNumber conversation { ${CONVERSATION} } }
  }
}`

const text = (from: string, text: string): Promise<string> =>
  taker.take(inboundCall(account.number, from, text))

const push = (listening: Listening, wanted: string) =>
  listening.until((now) => changesOf(now).find(({ message }) => message?.text === wanted))

test('R40: a text of somebody known is pushed with the one round trip that writes it, and as a fetch shows it', async () => {
  const listening = process.connect(agentOf(account.accountId, newId())).listen(CHANGES)
  await hears(listening, 'READY')
  for (const from of ['+14155550101', '+14155550102', '+14155550101']) await text(from, `Hello from ${from}`)
  const connect = vi.spyOn(process.db.pool, 'connect')
  const logReads = process.logReads.length
  await text('+14155550102', 'Is it sent yet?')
  const { message, conversation } = await push(listening, 'Is it sent yet?')
  expect(connect).toHaveBeenCalledTimes(1)
  expect(process.logReads).toHaveLength(logReads)
  connect.mockRestore()

  const actor = agentOf(account.accountId, newId())
  const contextValue = createRequestContext({ db: process.db, log: silent, publicUrl: ownPage, actor })
  const document = parse(`query ($conversation: ID!, $message: ID!) {
    conversation: node(id: $conversation) { ... on Conversation { ${CONVERSATION} } }
    message: node(id: $message) { ... on Message { id text direction kind createdAt conversation { ${CONVERSATION} } profile { id name } } }
  }`)
  const variables = { conversation: conversation?.id, message: message?.id }
  const { data } = await createExecutor(buildSchema()).execute({ document, variables, contextValue })
  expect({ message, conversation }).toEqual({ message: data?.message, conversation: data?.conversation })
})

test('R40: many at once are pushed as well, each as it is', async () => {
  const listening = process.connect(agentOf(account.accountId, newId())).listen(CHANGES)
  await hears(listening, 'READY')
  const people = Array.from({ length: 25 }, (_, n) => `+141555502${n + 10}`)
  await Promise.all(
    people.flatMap((from) => [text(from, `First of ${from}`), text(from, `Second of ${from}`)]),
  )
  for (const from of people)
    expect(await push(listening, `First of ${from}`)).toMatchObject({
      message: { profile: { id: expect.any(String) }, conversation: { profile: { phoneNumber: from } } },
      conversation: { profile: { phoneNumber: from } },
    })
})
