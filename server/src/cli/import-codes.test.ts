import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, openWorld, type World } from '../test/build.ts'
import { runHere } from '../test/run-cli.ts'

let world: World
let account: BuiltAccount
let folder: string
beforeAll(async () => {
  world = await openWorld(2)
  account = await buildAccount(world.owner)
  folder = await mkdtemp(join(tmpdir(), 'parley-codes-'))
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const importFile = async (content: string) => {
  const file = join(folder, 'codes.txt')
  await writeFile(file, content)
  const environment = { DATABASE_URL: world.url, DATA_DIR: folder, NODE_ENV: 'development' }
  return runHere(
    environment,
    'import-codes',
    '--account',
    account.accountId,
    '--coupon',
    'VIP',
    '--file',
    file,
  )
}
const codes = async () =>
  (
    await world.owner.query(
      'select array_agg(code order by position) as codes from coupon_codes where account_id = $1',
      [account.accountId],
    )
  ).rows[0]?.codes

test('R23: a file of codes fills a pool, one a line; the same again changes nothing', async () => {
  const first = await importFile('\uFEFFA1\r\n\r\n A2 \r\nA1\n')
  expect(first).toMatchObject({
    code: 0,
    err: '',
    out: 'Added 2 codes to VIP of Acme Outfitters; 1 were there already, or came twice.\n',
  })
  expect((await importFile('A1\nA2\nA3')).out).toContain('Added 1 codes')
  expect(await codes()).toEqual(['A1', 'A2', 'A3'])
}, 60_000)

test.each([
  ['a bad line', 'B1\n\nB 2\n', 'Line 3: A code has'],
  ['no codes', '\n \n', 'has no codes in it'],
])(
  'R23: %s is named, and nothing added',
  async (_, content, message) => {
    const before = await codes()
    expect(await importFile(content)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(message),
    })
    expect(await codes()).toEqual(before)
  },
  60_000,
)
