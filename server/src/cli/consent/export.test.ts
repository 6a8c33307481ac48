import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordConsents } from '../../features/ingestion/actions/record-consents.ts'
import { receiveTexts } from '../../features/messages/actions/receive-texts.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildUser,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../test/build.ts'
import { runHere } from '../../test/run-cli.ts'

const ada = '+14155550101'
let world: World
let account: BuiltAccount
let dataDir: string
const run = (...args: string[]) =>
  runHere(
    { DATABASE_URL: world.url, DATA_DIR: dataDir, NODE_ENV: 'development' },
    'consent',
    'export',
    ...args,
  )

beforeAll(async () => {
  world = await openWorld(2)
  dataDir = await mkdtemp(join(tmpdir(), 'parley-consent-'))
  account = await buildAccount(world.owner)
  const userId = await buildUser(world.owner, account.accountId, 'OWNER')
  await recordConsents(contextOf(world.db, account.accountId, agentOf(account.accountId, userId, 'OWNER')), [
    {
      phoneNumber: ada,
      state: 'SUBSCRIBED',
      evidence: '=HYPERLINK("x"), "so they say"',
      at: '2026-01-02T03:04:05Z',
    },
  ])
  await receiveTexts(
    world.db,
    account.accountId,
    [textFrom(account, ada, 'STOP\n🛑', { receivedAt: new Date('2026-02-03T04:05:06Z') })],
    () => [],
  )
})
afterAll(async () => {
  await world.close()
  await rm(dataDir, { recursive: true, force: true })
})

describe('R18: the ledger is exportable per person', () => {
  test('as CSV, the oldest first, with quotes and formulas made harmless', async () => {
    const { code, out, err } = await run('+1 (415) 555-0101', '--account', account.accountId)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const [header, ...lines] = out.trimEnd().split('\n')
    expect(header).toBe('at,recordedAt,from,to,method,evidence,rule,by')
    expect(lines[0]).toMatch(
      /^2026-01-02T03:04:05.000Z,[^,]+Z,NEVER_SUBSCRIBED,SUBSCRIBED,IMPORT,"'=HYPERLINK\(""x""\), ""so they say""",,Olivia Owner <.*>$/,
    )
    expect(lines.slice(1).join('\n')).toMatch(
      /^2026-02-03T04:05:06.000Z,[^,]+,SUBSCRIBED,UNSUBSCRIBED,KEYWORD,"STOP\n🛑",WHOLE_TEXT,$/,
    )
  })

  test('as JSON, with all that the ledger keeps', async () => {
    const { out } = await run(ada, '--account', 'Acme Outfitters', '--format', 'json')
    expect(JSON.parse(out)).toMatchObject([
      { to: 'SUBSCRIBED', method: 'IMPORT', at: '2026-01-02T03:04:05.000Z' },
      { to: 'UNSUBSCRIBED', evidence: 'STOP\n🛑', rule: 'WHOLE_TEXT', by: null },
    ])
  })

  test('of a number that was never heard of: nothing, and it says so', async () => {
    const { code, out, err } = await run('+14155550199', '--account', account.accountId, '--format', 'json')
    expect({ code, out: JSON.parse(out), err }).toEqual({
      code: 0,
      out: [],
      err: 'The ledger has nothing of this number.\n',
    })
  })

  test('of what is no number it is refused', async () => {
    expect(await run('Ada', '--account', account.accountId)).toMatchObject({ code: 1, out: '' })
  })
})
