import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../test/database.ts'
import { generateConversations } from './generate-conversations.ts'
import { acme } from './shop.ts'
import { writeShop } from './write-account.ts'

const accountId = '01900000-0000-7000-8000-000000000001'
let database: TestDatabase
let client: pg.Client

const one = async (text: string): Promise<unknown> => (await client.query(text)).rows[0]

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url, options: '-c search_path=parley' })
  await client.connect()
  await writeShop(client, accountId, acme, new Date())
  await generateConversations(client, { accountId, conversations: 200, messagesPerConversation: 7 })
  await generateConversations(client, { accountId, conversations: 1_000, messagesPerConversation: 2 })
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

test('R12: sequences run on from one call to the next, without gaps', async () => {
  expect(await one('select count(*)::int, min(seq)::int, max(seq)::int from messages')).toEqual({
    count: 3_400,
    min: 1,
    max: 3_400,
  })
  expect(await one('select seq::int, log_floor::int from account_heads')).toEqual({
    seq: 3_400,
    log_floor: 3_400,
  })
})

test('a conversation’s activity is its last text, which came from the person', async () => {
  expect(
    await one(`select count(*)::int from conversations c where (activity_seq, last_message_id, last_message_at) = (
      select seq, id, created_at from messages m where m.profile_id = c.profile_id and direction = 'INBOUND' order by seq desc limit 1)`),
  ).toEqual({ count: 1_200 })
})

test('R36: every status is there, scattered, and counted', async () => {
  const counted = await one('select open_read, open_unread, snoozed_read, closed_read from account_heads')
  expect(
    await one(`select count(*) filter (where status = 'OPEN' and not is_unread)::int as open_read,
      count(*) filter (where is_unread)::int as open_unread, count(*) filter (where status = 'SNOOZED')::int as snoozed_read,
      count(*) filter (where status = 'CLOSED')::int as closed_read from conversations`),
  ).toEqual(counted)
  expect(
    await one(`select min(open) > 20 as open, min(unread) > 2 as unread from (
      select count(*) filter (where status = 'OPEN') as open, count(*) filter (where is_unread) as unread
      from (select *, ntile(10) over (order by activity_seq) as tenth from conversations) c group by tenth) tenths`),
  ).toEqual({ open: true, unread: true })
})
