import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateConversations } from '../../seed/generate-conversations.ts'
import { buildAccount, openWorld, type World } from '../../test/build.ts'
import { type PlanNode, planOf, rowsRead } from '../../test/plan-of.ts'
import { PEOPLE } from './intake/intake-state.ts'
import { SCHEDULED } from './scheduled.queries.ts'
import { NEXT } from './sending/next-message.ts'
import { DUE } from './sending/sweep-attempts.ts'

let world: World
let accountId: string
let people: { id: string; phone_number: string }[]

const CONVERSATIONS = 4_000
/** Of every tenth person. */
const WAITING = 5

// One account that is large beside many that are not: what looks average to the planner fits neither. Every tenth
// person has messages that wait, in 1,000,000 conversations as here: each read below touches those of its people alone.
beforeAll(async () => {
  world = await openWorld(2)
  const client = new pg.Client({ connectionString: world.url, options: '-c search_path=parley' })
  await client.connect()
  for (let small = 0; small < 20; small++) {
    const account = await buildAccount(world.owner)
    await generateConversations(client, { ...account, conversations: 3, messagesPerConversation: 2 })
  }
  const account = await buildAccount(world.owner)
  accountId = account.accountId
  await generateConversations(client, { accountId, conversations: CONVERSATIONS, messagesPerConversation: 4 })
  await client.query(
    `insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, sender_id,
       scheduled_at, next_attempt_at)
     select gen_random_uuid(), $1, p.id, 1000000 + p.place * 10 + n, 'OUTBOUND', 'REPLY', 'Good morning', 'GSM7', 1, 'SCHEDULED', $2,
       now() + n * interval '1 hour', now() + n * interval '1 hour'
     from (select id, row_number() over () as place from profiles where account_id = $1) p, generate_series(1, ${WAITING}) n
     where p.place % 10 = 0`,
    [accountId, account.senderId],
  )
  const { rows } = await client.query(
    `select p.id, p.phone_number from profiles p where account_id = $1
     and exists (select from messages m where m.profile_id = p.id and m.status = 'SCHEDULED') limit 50`,
    [accountId],
  )
  people = rows
  await client.query('analyze')
  await client.end()
}, 60_000)
afterAll(() => world.close())

const messagesIn = (nodes: PlanNode[]): PlanNode[] =>
  nodes.filter((node) => node['Relation Name'] === 'messages')
const array = (values: string[]): string => `{${values.map((value) => `"${value}"`).join()}}`

describe('B4: what waits is found by its own indexes, whatever the size of the account', () => {
  test('for a page of 50 conversations: their messages alone, in their order', async () => {
    const ids = array(people.map((person) => person.id))
    const nodes = await planOf(world, { accountId }, SCHEDULED.text, [accountId, ids])
    expect(messagesIn(nodes).map((node) => node['Index Name'])).toEqual(['messages_scheduled'])
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    expect(rowsRead(nodes)).toBe(50 * WAITING)
  })

  test('for a person whose turn it is: theirs that are queued or due', async () => {
    await world.owner.query(
      `update messages set next_attempt_at = now() where profile_id = $1 and status = 'SCHEDULED'`,
      [people[0]?.id],
    )
    const nodes = await planOf(world, { accountId }, NEXT, [people[0]?.id])
    const indexes = messagesIn(nodes).map((node) => node['Index Name'])
    expect(indexes.toSorted()).toEqual(['messages_pkey', 'messages_scheduled', 'messages_to_send'])
    expect(rowsRead(nodes)).toBeLessThan(2 * WAITING + 10)
  })

  test('for the people of a batch of texts: one look each', async () => {
    const numbers = array(people.map((person) => person.phone_number))
    const nodes = messagesIn(await planOf(world, { accountId }, PEOPLE.text, [numbers]))
    const looks = nodes.filter((node) => node['Index Name'] === 'messages_scheduled')
    expect(looks).toHaveLength(1)
    expect(rowsRead(looks)).toBe(50 * WAITING)
  })

  test('for the sweep: what is due, by its time', async () => {
    const nodes = await planOf(world, 'SYSTEM', DUE, [500])
    const indexes = messagesIn(nodes).map((node) => node['Index Name'])
    expect(indexes.toSorted()).toEqual(['messages_due', 'messages_scheduled_due'])
    expect(rowsRead(nodes)).toBeLessThanOrEqual(WAITING)
  })
})
