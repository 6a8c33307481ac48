import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccountBench, openAccountBench } from '../../../test/account-bench.ts'
import { createNumberRouter } from '../route-number.ts'
import { addSender } from './add-sender.ts'

let bench: AccountBench
beforeAll(async () => {
  bench = await openAccountBench()
})
afterAll(() => bench.close())

const carriesConversations = true

test('texts to a number go to the account that it was added to', async () => {
  const ctx = await bench.newAccount()
  const { senderId } = await addSender(ctx, { address: '+1 (555) 000-7001', carriesConversations })
  expect(await createNumberRouter(bench.base.db)('+15550007001')).toEqual({
    accountId: ctx.actor.accountId,
    senderId,
    senderType: 'LONG_CODE',
  })
})

describe('what one sends from is known by its form', () => {
  test.each([
    ['+15550007010', 'LONG_CODE'],
    ['+18885550177', 'TOLL_FREE'],
    ['+448081570192', 'TOLL_FREE'],
    ['+442079460958', 'LONG_CODE'],
    ['54321', 'SHORT_CODE'],
  ])('%s is %s', async (address, type) => {
    const ctx = await bench.newAccount()
    expect(await addSender(ctx, { address, carriesConversations })).toMatchObject({ address, type })
  })
})

test('R7: a branded sender ID is refused as a conversation number, and fine for sending alone', async () => {
  const ctx = await bench.newAccount()
  await expect(addSender(ctx, { address: 'ACME', carriesConversations })).rejects.toMatchObject({
    items: [{ code: 'SENDER_CANNOT_RECEIVE', message: expect.stringContaining('nobody can text it') }],
  })
  const added = await addSender(ctx, { address: 'ACME', carriesConversations: false })
  expect(added.type).toBe('ALPHANUMERIC')
})

test('a number belongs to one account', async () => {
  const [mine, theirs] = [await bench.newAccount('Mine'), await bench.newAccount('Theirs')]
  const sender = { address: '+15550007020', carriesConversations }
  await addSender(theirs, sender)
  await expect(addSender(mine, sender)).rejects.toMatchObject({
    items: [{ code: 'SENDER_TAKEN', message: expect.not.stringContaining('Theirs') }],
  })
  await expect(addSender(theirs, sender)).rejects.toMatchObject({ items: [{ code: 'SENDER_EXISTS' }] })
})

test('two accounts that want one number at once: one of them gets it', async () => {
  const both = [await bench.newAccount(), await bench.newAccount()]
  const sender = { address: '+15550007030', carriesConversations }
  const results = await Promise.allSettled(both.map((ctx) => addSender(ctx, sender)))
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find((one) => one.status === 'rejected')?.reason).toMatchObject({
    items: [{ code: 'SENDER_TAKEN' }],
  })
})

test.each(['5550001000', '+1555', '1234', 'A name that is too long', '', '+1555000100x'])(
  '"%s" is refused by name',
  async (address) => {
    const ctx = await bench.newAccount()
    await expect(addSender(ctx, { address, carriesConversations })).rejects.toMatchObject({
      items: [{ code: 'SENDER_INVALID', field: ['input', 'address'] }],
    })
  },
)
