import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmptyDatabase, type TestDatabase } from '../../test/database.ts'
import { clientNetwork } from './client-network.ts'
import { migrateAuth } from './migrate-auth.ts'
import { failuresPerLogin, failuresPerNetwork, SignInLimit } from './sign-in-limit.ts'

let database: TestDatabase
let pool: pg.Pool
let limit: SignInLimit

beforeAll(async () => {
  database = await createEmptyDatabase()
  await migrateAuth(database.url)
  pool = new pg.Pool({ connectionString: database.url, max: 3 })
  limit = new SignInLimit(pool)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

/** How many of these attempts, all made at once, were let through to check the password. */
const letThrough = async (attempts: { email: string; address: string }[], right = false): Promise<number> => {
  let made = 0
  const signIn = async () => {
    made += 1
  }
  await Promise.all(attempts.map((attempt) => limit.attempt(attempt, signIn, () => !right)))
  return made
}

const times = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i))

test('a burst of guesses for one e-mail is let through as often as allowed, whatever the case of its letters', async () => {
  const burst = times(50, (i) => ({ email: i % 2 ? 'A@parley.test' : 'a@parley.test', address: '10.0.0.1' }))
  expect(await letThrough(burst)).toBe(failuresPerLogin)
})

test('guesses for many e-mails count for their network, which for IPv6 is the first 64 bits', async () => {
  const v4 = times(failuresPerNetwork + 5, (i) => ({ email: `${i}@parley.test`, address: '10.0.0.2' }))
  expect(await letThrough(v4)).toBe(failuresPerNetwork)
  const v6 = times(failuresPerNetwork + 5, (i) => ({
    email: `${i}@parley.test`,
    address: `2001:db8::${i + 1}`,
  }))
  expect(await letThrough(v6)).toBe(failuresPerNetwork)
})

test('right passwords are never too many', async () => {
  const office = times(failuresPerNetwork * 2, (i) => ({ email: `${i}@parley.test`, address: '10.0.0.3' }))
  expect(await letThrough(office, true)).toBe(office.length)
})

test('the count starts anew when its minute is over', async () => {
  const one = { email: 'b@parley.test', address: '10.0.0.4' }
  await letThrough(times(failuresPerLogin, () => one))
  expect(await letThrough([one])).toBe(0)
  await pool.query(`update parley_auth.sign_in_failures set expire = expire - 60000`)
  expect(await letThrough([one])).toBe(1)
})

test('a sign-in that throws does not block those behind it, and counts for nothing', async () => {
  const one = { email: 'c@parley.test', address: '10.0.0.5' }
  const broken = limit.attempt(
    one,
    () => Promise.reject(new Error('database down')),
    () => true,
  )
  const next = limit.attempt(
    one,
    async () => 'done',
    () => false,
  )
  await expect(broken).rejects.toThrow('database down')
  expect(await next).toEqual({ result: 'done' })
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(clientNetwork(address)).toBe(network)
})
