import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, openWorld, type World } from '../test/build.ts'
import { buildEvent, buildMetric, buildSource } from '../test/build-nodes.ts'
import { keptFigures, keptLast, recountedFigures, recountedLast } from '../test/marketing-recount.ts'
import { attributionOf, buildReader, report, send } from '../test/marketing-rig.ts'
import { unknown } from '../test/scripted-carrier.ts'
import { Attribution0011 } from './0011-attribution.ts'

let world: World
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(3)
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

/** What the migration writes into tables, those that it makes left aside. */
const fillIns = (): string[] => {
  const statements: string[] = []
  const migration: Attribution0011 = Object.assign(Object.create(Attribution0011.prototype), {
    addSql: (text: string) => statements.push(text),
  })
  migration.up()
  return statements.filter((text) => /^\s*(insert|update)/.test(text))
}

test('R34, R38: what is there already is counted, and what people received last is found', async () => {
  const sale = await buildSource(world.owner, account.accountId)
  const welcome = await buildSource(world.owner, account.accountId, { type: 'FLOW' })
  await buildSource(world.owner, account.accountId, { name: 'Never sent' })
  const phones = ['+14155550101', '+14155550102', '+14155550103', '+14155550104']
  const people = await Promise.all(
    phones.map((phone_number) => buildReader(world, account, { phone_number })),
  )
  const [ada = '', ben = '', cleo = ''] = people
  const message_id = await send(world, account, ada, { kind: 'CAMPAIGN', sourceId: sale })
  await attributionOf(world, account, '+14155550101', 'HELP')
  await send(world, account, ben, { kind: 'CAMPAIGN', sourceId: sale })
  await attributionOf(world, account, '+14155550102', 'Yes please')
  await send(world, account, ben, { kind: 'REPLY' })
  const lost = await send(world, account, ben, { kind: 'FLOW', sourceId: welcome }, unknown)
  await report(world, account, { messageId: lost }, 'UNDELIVERED')
  await send(world, account, cleo, { kind: 'FLOW', sourceId: welcome }, unknown)
  const metric_id = await buildMetric(world.owner, account.accountId, 'Clicked SMS')
  for (let clicks = 0; clicks < 2; clicks++)
    await buildEvent(world.owner, account.accountId, {
      profile_id: ada,
      metric_id,
      message_id,
      at: new Date(),
    })

  await world.owner.query('delete from last_received')
  await world.owner.query('update message_sources set sent_count = 7, response_count = 7, click_count = 7')
  for (const text of fillIns()) await world.owner.query(text)

  expect(await keptLast(world, account)).toEqual(await recountedLast(world, account))
  expect(await keptLast(world, account)).toHaveLength(2)
  const clicks = [{ sourceId: sale, profileId: ada }]
  expect(await keptFigures(world, account)).toEqual(
    await recountedFigures(world, account, { clicks, revenue: [] }),
  )
})
