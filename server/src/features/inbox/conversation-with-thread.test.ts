import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { toCursor } from '../../platform/graphql/cursor.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import { agentOf, buildAccount, buildConversation, buildMessage } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
let actor: Actor
let stranger: Actor
let id = ''
/** Sequence of each text, the oldest first. */
let seqs: number[] = []

beforeAll(async () => {
  rig = await startGraphqlRig()
  const { owner } = rig.world
  const account = await buildAccount(owner)
  actor = agentOf(account.accountId, newId())
  stranger = agentOf((await buildAccount(owner)).accountId, newId())
  const { conversationId, profileId } = await buildConversation(owner, account)
  const other = await buildConversation(owner, account)
  for (let index = 0; index < 7; index++) {
    await buildMessage(owner, account, profileId, { text: `Text ${index}` })
    await buildMessage(owner, account, other.profileId, { text: 'Elsewhere' })
  }
  const { rows } = await owner.query<{ seq: string }>(
    'select seq from messages where profile_id = $1 order by seq',
    [profileId],
  )
  seqs = rows.map(({ seq }) => Number(seq))
  id = toGlobalId('Conversation', conversationId)
})
afterAll(() => rig.close())

const page = 'nodes { text } pageInfo { hasPreviousPage hasNextPage startCursor endCursor }'
const texts = (...numbers: number[]) => numbers.map((number) => ({ text: `Text ${number}` }))
const cursor = (index: number) => toCursor(seqs[index] ?? 0)

/** How many round trips a query took, with its answer. */
const countReads = async (query: string, variables: Record<string, unknown>) => {
  const { pool } = rig.world.db
  const connect = pool.connect
  let reads = 0
  pool.connect = ((...args: Parameters<typeof connect>) => {
    reads += 1
    return Reflect.apply(connect, pool, args)
  }) as typeof connect
  try {
    return { answer: await rig.get(actor, query, variables), reads }
  } finally {
    pool.connect = connect
  }
}

describe('R10: a conversation and its thread, asked for together', () => {
  const query = `query ($id: ID!, $last: Int = 3, $before: String) {
    conversation(id: $id) { id ...Thread }
  }
  fragment Thread on Conversation { ... { messages(last: $last, before: $before) { ${page} } } }`

  test('come in one round trip, the last texts or those before a cursor', async () => {
    for (const _ of ['interpreted', 'compiled']) {
      expect(await countReads(query, { id })).toEqual({
        reads: 1,
        answer: {
          conversation: {
            id,
            messages: {
              nodes: texts(4, 5, 6),
              pageInfo: {
                hasPreviousPage: true,
                hasNextPage: false,
                startCursor: cursor(4),
                endCursor: cursor(6),
              },
            },
          },
        },
      })
      const { answer, reads } = await countReads(query, { id, last: 4, before: cursor(3) })
      expect(reads).toBe(1)
      expect(answer).toMatchObject({
        conversation: { messages: { nodes: texts(0, 1, 2), pageInfo: { hasPreviousPage: false } } },
      })
    }
  })

  test('R3: of another account, or of nobody, there is none', async () => {
    for (const asked of [toGlobalId('Conversation', newId()), 'cnv_x'])
      expect(await rig.get(actor, query, { id: asked })).toEqual({ conversation: null })
    expect(await rig.get(stranger, query, { id })).toEqual({ conversation: null })
  })

  test('bad arguments are refused at the field that has them', async () => {
    const bad = [{ last: 0 }, { last: 101 }, { before: 'nowhere' }]
    for (const variables of bad) {
      const { errors } = await rig.ask(actor, query, { id, ...variables })
      expect(errors?.map(({ path }) => path)).toEqual([['conversation', 'messages']])
    }
  })

  test('two pages of one thread are each their own', async () => {
    const twice = `query ($id: ID!) { conversation(id: $id) {
      new: messages(last: 2) { nodes { text } } old: messages(last: 2, before: "${cursor(5)}") { nodes { text } }
    } }`
    expect(await rig.get(actor, twice, { id })).toEqual({
      conversation: { new: { nodes: texts(5, 6) }, old: { nodes: texts(3, 4) } },
    })
  })

  test('a page that is skipped is not there', async () => {
    const skipping = `query ($id: ID!, $skip: Boolean!) {
      conversation(id: $id) { id messages(last: 1) @skip(if: $skip) { nodes { text } } }
    }`
    expect(await rig.get(actor, skipping, { id, skip: true })).toEqual({ conversation: { id } })
    expect(await rig.get(actor, skipping, { id, skip: false })).toMatchObject({
      conversation: { messages: { nodes: texts(6) } },
    })
  })

  test('have of each text all that is asked for, be it plain or not', async () => {
    const plain =
      'id direction kind text status failure { code } encoding segments createdAt sentAt deliveredAt'
    const seldom =
      'hiddenMediaCount scheduledAt profile { id } conversation { id } sentBy { id } source { id } attribution { reason }'
    const ask = async (fields: string) => {
      const asked = `query ($id: ID!) { conversation(id: $id) { messages(last: 3) { nodes { ${fields} } } } }`
      return (await rig.get(actor, asked, { id })).conversation as { messages: { nodes: object[] } }
    }
    const whole = await ask(`${plain} ${seldom}`)
    expect(whole.messages.nodes).toMatchObject([{}, {}, {}].map(() => ({ conversation: { id } })))
    const names = [...plain.matchAll(/\w+(?= |$)/g)].map(([name]) => name).filter((name) => name !== 'code')
    const cut = whole.messages.nodes.map((node) =>
      Object.fromEntries(Object.entries(node).filter(([name]) => names.includes(name))),
    )
    expect((await ask(plain)).messages.nodes).toEqual(cut)
    for (const field of [
      'hiddenMediaCount',
      'profile { id }',
      'conversation { id }',
      'attribution { reason }',
    ]) {
      const name = field.split(' ')[0] ?? ''
      const only = whole.messages.nodes.map((node) => ({ [name]: Reflect.get(node, name) }))
      expect((await ask(field)).messages.nodes).toEqual(only)
    }
  })
})
