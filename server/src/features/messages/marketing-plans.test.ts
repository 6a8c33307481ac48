import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import { generateConversations } from '../../seed/generate-conversations.ts'
import { buildAccount, openWorld, type World } from '../../test/build.ts'
import { buildSource } from '../../test/build-nodes.ts'
import { planOf, rowsRead } from '../../test/plan-of.ts'
import {
  answeredStatements,
  notReceivedStatements,
  receivedStatements,
} from '../attribution/last-received.ts'
import { autoResponseStatements } from '../auto-responder/auto-response-statements.ts'
import { creditClicks, creditSources } from '../campaigns/source-figures.ts'
import { PEOPLE } from './intake/intake-state.ts'

/** People that a statement is about, in an account of many. */
const SOME = 20

let world: World
let accountId: string
let sourceId: string
let people: { id: string; phone: string; messageId: string }[]

beforeAll(async () => {
  world = await openWorld(2)
  for (let small = 0; small < 20; small++) await buildAccount(world.owner)
  accountId = (await buildAccount(world.owner)).accountId
  sourceId = await buildSource(world.owner, accountId)
  const client = new pg.Client({ connectionString: world.url, options: '-c search_path=parley' })
  await client.connect()
  await generateConversations(client, { accountId, conversations: 4_000, messagesPerConversation: 4 })
  await client.query(
    `insert into last_received (account_id, profile_id, message_id, source_id, at)
     select $1, profile_id, last_message_id, $2, now() from conversations where account_id = $1`,
    [accountId, sourceId],
  )
  await client.query(
    `insert into auto_responses (account_id, profile_id, last_at, day_started_at, day_count)
     select $1, profile_id, now(), now(), 1 from conversations where account_id = $1`,
    [accountId],
  )
  await client.query(
    `insert into source_clickers (account_id, source_id, profile_id)
     select $1, $2, profile_id from conversations where account_id = $1`,
    [accountId, sourceId],
  )
  await client.query('analyze')
  const { rows } = await client.query(
    `select p.id, p.phone_number as phone, c.last_message_id as "messageId" from profiles p join conversations c on c.profile_id = p.id
     where p.account_id = $1 order by p.id limit ${SOME}`,
    [accountId],
  )
  people = rows
  await client.end()
})
afterAll(() => world.close())

const literal = (value: unknown): unknown => (Array.isArray(value) ? `{${value.join()}}` : value)

const at = new Date()
const received = () =>
  people.map(({ id, messageId }) => ({
    id: messageId,
    profileId: id,
    kind: 'CAMPAIGN',
    sourceId,
    sentAt: at,
  }))

const statements: [name: string, rowsAPerson: number, statements: () => Statement[]][] = [
  // The profile, the conversation, what was received and answered last, and replies that are scheduled.
  ['R38: who texts', 6, () => [{ ...PEOPLE, values: [people.map(({ phone }) => phone)] }]],
  // The last text of a thread of four, behind what was sent since.
  ['R38: what was sent', 5, () => receivedStatements(received())],
  // A thread of four, twice.
  ['R38: what did not arrive', 10, () => notReceivedStatements(received())],
  ['R38: what was answered', 1, () => answeredStatements(people.map(({ id }) => id))],
  [
    'R33: whom the auto-responder answered',
    1,
    () =>
      autoResponseStatements(
        people.map(({ id }) => ({
          profileId: id,
          autoResponses: { lastAt: at, dayStartedAt: at, dayCount: 1 },
        })),
      ),
  ],
  ['R34: who clicked', 1, () => creditClicks(people.map(({ id }) => ({ sourceId, profileId: id })))],
  [
    'R34, R38: what a source came to',
    1,
    () => creditSources([{ sourceId, sent: 3, revenue: { amount: '1.50', currencyCode: 'USD' } }]),
  ],
]

test.each(statements)(
  '%s is looked up row by row, however many people the account has',
  async (_, most, make) => {
    for (const { text, values } of make()) {
      const nodes = await planOf(world, { accountId }, text, values.map(literal))
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan')
      expect(rowsRead(nodes)).toBeLessThanOrEqual(most * SOME)
    }
  },
)
