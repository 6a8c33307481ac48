import { afterAll, beforeAll, expect, test } from 'vitest'
import { addSender } from '../features/senders/actions/add-sender.ts'
import { type AccountBench, openAccountBench } from '../test/account-bench.ts'
import { seedDemo } from './seed-demo.ts'
import { SeedError } from './seed-error.ts'

let bench: AccountBench
beforeAll(async () => {
  bench = await openAccountBench()
})
afterAll(() => bench.close())

test('R42: where another account has a number of the demo’s, nothing is seeded, and it says which and what to do', async () => {
  const ctx = await bench.newAccount('Tried out')
  await addSender(ctx, { address: '+15550002000', carriesConversations: true })
  const seeding = seedDemo({
    databaseUrl: bench.url,
    logins: bench.auth,
    password: 'parley-demo',
    now: new Date(),
  })
  await expect(seeding).rejects.toThrow(SeedError)
  await expect(seeding).rejects.toThrow(/Borealis Tea needs the number \+15550002000.*Tried out.*DEMO=0/)
  expect(await bench.asOwner('select name from parley.accounts')).toEqual([{ name: 'Tried out' }])
})
