import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { generateConversations } from '../../../seed/generate-conversations.ts'
import { buildAccount, openWorld, silent, textFrom, type World } from '../../../test/build.ts'
import { planOf, rowsRead } from '../../../test/plan-of.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import { BACKFILL, FOLLOW, fillWords } from './fill-words.ts'

const world: World = await openWorld(2)
afterAll(() => world.close())

test('B9: new texts are looked up by their ids, however many the account has', async () => {
  const account = await buildAccount(world.owner)
  const client = new pg.Client({ connectionString: world.url, options: '-c search_path=parley' })
  await client.connect()
  await generateConversations(client, {
    accountId: account.accountId,
    conversations: 1_500,
    messagesPerConversation: 4,
  })
  await client.end()
  await fillWords(world.db, silent)
  const texts = Array.from({ length: 50 }, (_, n) => textFrom(account, `+1415556${1_000 + n}`, 'Hello there'))
  await receiveTexts(world.db, account.accountId, texts, () => [])
  await world.owner.query('analyze')
  const nodes = await planOf(world, 'SYSTEM', FOLLOW, [account.accountId])
  expect(nodes.some((node) => node['Index Name'] === 'messages_pkey')).toBe(true)
  expect(rowsRead(nodes)).toBeLessThan(1_000)
})

test('B9: older messages are read person by person, however many the account has', async () => {
  const { rows } = await world.owner.query<{ account_id: string }>(
    `update message_words_progress set backfill_after = '00000000-0000-0000-0000-000000000000' returning account_id`,
  )
  const nodes = await planOf(world, 'SYSTEM', BACKFILL, [rows[0]?.account_id])
  // 200 people, and their four messages each.
  expect(rowsRead(nodes)).toBeLessThan(2_500)
})
