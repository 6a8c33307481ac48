import { afterAll, expect, test } from 'vitest'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { buildAccount, contextOf, openWorld } from '../../../test/build.ts'
import { noteExternalMedia } from './note-external-media.ts'

const world = await openWorld(4)
afterAll(() => world.close())

test('R11: an address that many messages name is one row of the account, of the type that it ends in', async () => {
  const [mine, theirs] = [await buildAccount(world.owner), await buildAccount(world.owner)]
  const note = (accountId: string, urls: string[]) =>
    inTransaction(contextOf(world.db, accountId), (ctx) => noteExternalMedia(ctx, urls))
  const [jpg, gif, other] = [
    'https://cdn.example/sale.JPG?v=2',
    'https://cdn.example/sale.gif',
    'https://cdn.example/sale',
  ]
  const first = await note(mine.accountId, [jpg, gif, jpg])
  const second = await note(mine.accountId, [gif, other])
  const elsewhere = await note(theirs.accountId, [gif])
  expect([...first.keys()].toSorted()).toEqual([gif, jpg].toSorted())
  expect(second.get(gif)).toBe(first.get(gif))
  expect(elsewhere.get(gif)).not.toBe(first.get(gif))
  const { rows } = await world.owner.query(
    'select external_url, content_type, attached_at is not null as attached from media where account_id = $1 order by external_url',
    [mine.accountId],
  )
  expect(rows).toEqual([
    { external_url: other, content_type: 'application/octet-stream', attached: true },
    { external_url: jpg, content_type: 'image/jpeg', attached: true },
    { external_url: gif, content_type: 'image/gif', attached: true },
  ])
  expect(await note(mine.accountId, [])).toEqual(new Map())
})
