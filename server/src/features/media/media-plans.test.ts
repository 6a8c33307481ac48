import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, openWorld } from '../../test/build.ts'
import { type PlanNode, planOf, rowsRead, type Within } from '../../test/plan-of.ts'
import { RECENT } from './actions/begin-upload.ts'
import { FIND } from './actions/note-external-media.ts'
import { DOOM } from './actions/sweep-orphans.ts'
import { OF_MESSAGES } from './hidden-media.queries.ts'
import { CLAIM } from './inbound/claim-attachments.ts'
import { BY_ID, BY_TOKEN } from './media.queries.ts'

const world = await openWorld(3)
afterAll(() => world.close())

let mine: BuiltAccount
let ids: string[]
let messageIds: string[]
/** Two accounts with 10,000 media each, of which 20 are orphans, and as many attachments that wait; one shows them. */
beforeAll(async () => {
  mine = await buildAccount(world.owner, { settings: { show_inbound_media: true } })
  const theirs = await buildAccount(world.owner)
  for (const { accountId } of [mine, theirs]) {
    await world.owner.query(
      `insert into media (id, account_id, origin, token, content_type, created_at, stored_at, attached_at)
       select gen_random_uuid(), $1, 'UPLOAD', gen_random_uuid()::text, 'image/png', now() - interval '3 days', now(),
         case when n > 20 then now() end
       from generate_series(1, 10000) n`,
      [accountId],
    )
    await world.owner.query(
      `insert into media (id, account_id, origin, token, external_url, content_type, created_at, stored_at, attached_at)
       select gen_random_uuid(), $1, 'EXTERNAL', gen_random_uuid()::text, 'https://cdn.example/' || n, 'image/png', now(), now(), now()
       from generate_series(1, 3000) n`,
      [accountId],
    )
    await world.owner.query(
      `insert into inbound_media (account_id, message_id, position, url, due_at, created_at)
       select $1, gen_random_uuid(), 0, 'https://media.plivo.com/' || n, now(), now() from generate_series(1, 10000) n`,
      [accountId],
    )
  }
  await world.owner.query('analyze media; analyze inbound_media; analyze inbox_settings')
  const some = async (column: string, table: string): Promise<string[]> =>
    (
      await world.owner.query(`select ${column} as id from ${table} where account_id = $1 limit 20`, [
        mine.accountId,
      ])
    ).rows.map(({ id }) => id)
  ids = await some('id', 'media')
  messageIds = await some('message_id', 'inbound_media')
})

const array = (values: string[]): string => `{${values.join()}}`
const kinds = (plan: PlanNode[]): string[] => plan.map((node) => node['Node Type'])

describe('media are found by index: of 1,000,000 as of 10,000, the rows asked for alone are read', () => {
  test.each<[string, () => [Within, string, unknown[]], number]>([
    ['those of a page of messages', () => [mine.accountId, BY_ID.text, [mine.accountId, array(ids)]], 20],
    ['the one behind an address', () => ['SYSTEM', BY_TOKEN, ['x'.repeat(32)]], 0],
    ['uploads that count for the limit', () => [mine.accountId, RECENT, [new Date().toISOString()]], 0],
    ['uploads that nobody sent, of all accounts', () => ['SYSTEM', DOOM, [10]], 40],
    [
      'those of a campaign, by address',
      () => [mine.accountId, FIND, [array(['https://cdn.example/1', 'https://cdn.example/2'])]],
      4,
    ],
    ['attachments to fetch', () => ['SYSTEM', CLAIM, [10]], 31],
    [
      'attachments that do not show, of a page of messages',
      () => [mine.accountId, OF_MESSAGES.text, [mine.accountId, array(messageIds)]],
      40,
    ],
  ])('%s', async (_, make, most) => {
    const plan = await planOf(world, ...make())
    expect(kinds(plan)).not.toContain('Seq Scan')
    expect(rowsRead(plan)).toBeLessThanOrEqual(most)
  })
})
