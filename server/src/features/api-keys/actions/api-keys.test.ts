import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashApiKey } from '../../../platform/auth/api-key.ts'
import { type AccountBench, openAccountBench } from '../../../test/account-bench.ts'
import { createApiKey } from './create-api-key.ts'
import { revokeApiKey } from './revoke-api-key.ts'

let bench: AccountBench
beforeAll(async () => {
  bench = await openAccountBench()
})
afterAll(() => bench.close())

test('the secret is given once: what is kept is its hash', async () => {
  const ctx = await bench.newAccount()
  const { apiKeyId, secret } = await createApiKey(ctx, { name: ' Shop ', scopes: ['READ', 'REPLY', 'READ'] })
  const [row] = await bench.asOwner<Record<string, unknown>>('select * from parley.api_keys where id = $1', [
    apiKeyId,
  ])
  expect(row).toMatchObject({ name: 'Shop', scopes: ['READ', 'REPLY'], secret_hash: hashApiKey(secret) })
  expect(JSON.stringify(row)).not.toContain(secret)
})

test.each([
  [{ name: '', scopes: ['READ'] as const }, 'NAME_REQUIRED'],
  [{ name: 'Shop', scopes: [] }, 'SCOPES_REQUIRED'],
])('%j is refused with %s', async (input, code) => {
  const ctx = await bench.newAccount()
  await expect(createApiKey(ctx, input)).rejects.toMatchObject({ items: [{ code }] })
})

test('a revoked key keeps the time of its revocation', async () => {
  const ctx = await bench.newAccount()
  const { apiKeyId } = await createApiKey(ctx, { name: 'Shop', scopes: ['READ'] })
  const revokedAt = async () =>
    (await bench.asOwner('select revoked_at from parley.api_keys where id = $1', [apiKeyId]))[0]
  await revokeApiKey(ctx, apiKeyId)
  await revokeApiKey({ ...ctx, now: new Date('2027-01-01T00:00:00Z') }, apiKeyId)
  expect(await revokedAt()).toEqual({ revoked_at: ctx.now })
})

test('R3: another account’s key is not found', async () => {
  const [mine, theirs] = [await bench.newAccount(), await bench.newAccount()]
  const { apiKeyId } = await createApiKey(theirs, { name: 'Shop', scopes: ['READ'] })
  await expect(revokeApiKey(mine, apiKeyId)).rejects.toMatchObject({ items: [{ code: 'NOT_FOUND' }] })
})
