import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, openWorld, textFrom, type World } from '../../../test/build.ts'
import { sendOut } from '../../../test/marketing-rig.ts'
import { receiveTexts } from '../actions/receive-texts.ts'

const world: World = await openWorld(4)
const ada = '+14155550101'
let account: BuiltAccount
beforeEach(() => begin('Thanks, we answer soon.'))
afterAll(() => world.close())

const begin = async (auto_responder_template: string): Promise<void> => {
  account = await buildAccount(world.owner, { settings: { auto_responder_template } })
}
const receive = (...texts: string[]) =>
  receiveTexts(
    world.db,
    account.accountId,
    texts.map((text) => textFrom(account, ada, text)),
    () => [],
  )
const answers = async () =>
  (
    await world.owner.query(
      `select text, status, failure_code as failure from messages where account_id = $1 and kind = 'AUTO_RESPONSE' order by seq`,
      [account.accountId],
    )
  ).rows
const personId = async (): Promise<string> =>
  (await world.owner.query('select id from profiles where account_id = $1', [account.accountId])).rows[0].id

describe('R19: the gate, at the moment of sending', () => {
  test('lets an answer to somebody pass who had opted out before they wrote', async () => {
    await receive('STOP')
    await receive('Where is my order?')
    await sendOut(world, account, await personId())
    expect(await answers()).toMatchObject([{ status: 'SENT' }])
  })

  test('R15: refuses one to somebody who opted out since', async () => {
    await receive('Where is my order?', 'STOP')
    await sendOut(world, account, await personId())
    expect(await answers()).toMatchObject([{ status: 'FAILED', failure: 'OPTED_OUT' }])
  })

  test('R29: refuses one to somebody who was blocked since', async () => {
    await receive('Where is my order?')
    await world.owner.query('update profiles set blocked_at = now() where account_id = $1', [
      account.accountId,
    ])
    await sendOut(world, account, await personId())
    expect(await answers()).toMatchObject([{ status: 'FAILED', failure: 'BLOCKED' }])
  })

  test('R23, R34: puts in what coupons and links stand for', async () => {
    await begin("{% coupon_code 'HELLO' %}: https://acme.test/a/long/way/to/the/shop")
    await world.owner.query(
      `insert into coupons (id, account_id, name, type, code) values (gen_random_uuid(), $1, 'HELLO', 'STATIC', 'HELLO10')`,
      [account.accountId],
    )
    await receive('Hi')
    await sendOut(world, account, await personId())
    expect((await answers()).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^HELLO10: https?:\/\/\S+\/l\/\w+$/),
    ])
  })
})
