import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AccountBench, openAccountBench } from '../../../test/account-bench.ts'
import { addSender } from '../../senders/actions/add-sender.ts'
import { createAccount } from './create-account.ts'

let bench: AccountBench
beforeAll(async () => {
  bench = await openAccountBench()
})
afterAll(() => bench.close())

const shop = { name: 'Acme', organizationPrefix: 'Acme', timeZone: 'America/New_York' }

test('an account is made with its log head and default settings', async () => {
  const { accountId } = await createAccount(bench.base, shop)
  const rows = await bench.asOwner(
    `select a.name, a.time_zone, h.seq::int, s.opt_out_matching, s.subscribe_keywords
     from parley.accounts a join parley.account_heads h on h.account_id = a.id
     join parley.inbox_settings s on s.account_id = a.id where a.id = $1`,
    [accountId],
  )
  expect(rows).toEqual([
    {
      name: 'Acme',
      time_zone: 'America/New_York',
      seq: 0,
      opt_out_matching: 'SMART',
      subscribe_keywords: ['JOIN'],
    },
  ])
})

test('an account whose number is refused is not made at all', async () => {
  const name = 'Nothing of it stays'
  const made = createAccount(bench.base, { ...shop, name }, async (ctx) => {
    await addSender(ctx, { address: '+15550009001', carriesConversations: true })
    await addSender(ctx, { address: 'ACME', carriesConversations: true })
  })
  await expect(made).rejects.toMatchObject({ items: [{ code: 'SENDER_CANNOT_RECEIVE' }] })
  expect(await bench.asOwner('select from parley.accounts where name = $1', [name])).toEqual([])
  expect(await bench.asOwner(`select from parley.senders where address = '+15550009001'`)).toEqual([])
})

test.each([
  [{ ...shop, name: '  ' }, 'NAME_REQUIRED'],
  [{ ...shop, organizationPrefix: '' }, 'PREFIX_REQUIRED'],
  [{ ...shop, timeZone: 'Mars/Olympus' }, 'TIME_ZONE_INVALID'],
  [{ ...shop, timeZone: '+05:00' }, 'TIME_ZONE_INVALID'],
])('%j is refused with %s', async (input, code) => {
  await expect(createAccount(bench.base, input)).rejects.toMatchObject({ items: [{ code }] })
})
