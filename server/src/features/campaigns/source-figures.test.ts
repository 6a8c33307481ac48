import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, openWorld, type World } from '../../test/build.ts'
import { buildSource } from '../../test/build-nodes.ts'
import { keptFigures } from '../../test/marketing-recount.ts'
import { buildReader, creditWith } from '../../test/marketing-rig.ts'
import { creditClicks, creditSources, type SourceCredit } from './source-figures.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
let one: string
let two: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  one = await buildSource(world.owner, account.accountId)
  two = await buildSource(world.owner, account.accountId)
})
afterAll(() => world.close())

describe('crediting many at once', () => {
  const credits = (given: SourceCredit[]) => creditWith(world, account, creditSources(given))

  test('sums up what is of one source, and leaves the others alone', async () => {
    await credits([
      { sourceId: one, sent: 2 },
      { sourceId: one, sent: 1, responses: 1, revenue: { amount: '19.99', currencyCode: 'USD' } },
      { sourceId: two, revenue: { amount: '0.01', currencyCode: 'USD' } },
      { sourceId: one, revenue: { amount: '0.0001', currencyCode: 'USD' } },
    ])
    const figures = new Map((await keptFigures(world, account)).map((row) => [row.id, row]))
    expect(figures.get(one)).toMatchObject({ sent: 3, responses: 1, clicks: 0, revenue: { USD: 19.9901 } })
    expect(figures.get(two)).toMatchObject({ sent: 0, responses: 0, clicks: 0, revenue: { USD: 0.01 } })
  })

  test('R3: credits nothing of another account', async () => {
    const other = await buildAccount(world.owner)
    await creditWith(world, other, creditSources([{ sourceId: one, sent: 1 }]))
    const { rows } = await world.owner.query('select sent_count from message_sources where id = $1', [one])
    expect(rows).toEqual([{ sent_count: 0 }])
  })

  test('of nothing makes no statement', () => {
    expect([
      ...creditSources([]),
      ...creditSources([{ sourceId: 'x', sent: 0 }]),
      ...creditClicks([]),
    ]).toEqual([])
  })

  test('counts a person who clicks in many batches at once a single time', async () => {
    const click = { sourceId: one, profileId: await buildReader(world, account) }
    await Promise.all(
      Array.from({ length: 8 }, () => creditWith(world, account, creditClicks([click, click]))),
    )
    expect((await keptFigures(world, account)).reduce((sum, row) => sum + Number(row.clicks), 0)).toBe(1)
  })
})
