import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { actorOf, authenticatorOn, createTestAccount, later } from '../../test/auth-account.ts'
import { startAuthServer, type TestServer } from '../../test/auth-server.ts'
import { createLogger } from '../log.ts'
import type { Authenticator } from './authenticator.ts'
import { type ActorWatch, watchActors } from './watch-actors.ts'

let account: Awaited<ReturnType<typeof createTestAccount>>
let authenticator: Authenticator
let watch: ActorWatch
let gone: string[]

beforeAll(async () => {
  account = await createTestAccount()
})
afterAll(() => account.close())
beforeEach(async () => {
  await account.resetUser()
  authenticator = authenticatorOn(account.pool, account.server)
  watch = watchActors(authenticator, createLogger('silent'))
  gone = []
})
afterEach(() => {
  watch.close()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const signOut = (cookie: string, at: TestServer = account.server) =>
  fetch(`${at.url}/auth/sign-out`, { method: 'POST', headers: { cookie } })

test('signing out ends requests and sockets of that session at once, and of no other', async () => {
  const [cookie, otherCookie] = [await account.signIn(), await account.signIn()]
  watch.watch(await actorOf(authenticator, { cookie }), () => gone.push('this'))
  watch.watch(await actorOf(authenticator, { cookie: otherCookie }), () => gone.push('other'))
  await signOut(cookie)
  expect(gone).toEqual(['this'])
  expect(await authenticator.authenticate({ cookie })).toBeNull()
  expect(await authenticator.authenticate({ cookie: otherCookie })).toMatchObject({ userId: account.userId })
})

test('signing out elsewhere shows when an open socket is checked', async () => {
  const elsewhere = await startAuthServer(account.database.url)
  const cookie = await account.signIn()
  const actor = await actorOf(authenticator, { cookie })
  expect(await authenticator.stillValid(actor)).toBe(true)
  await signOut(cookie, elsewhere)
  later(1_000)
  expect(await authenticator.stillValid(actor)).toBe(false)
  await elsewhere.close()
})

test('a changed role, a removed user and a revoked key show when an open socket is checked', async () => {
  const user = await actorOf(authenticator, { cookie: await account.signIn() })
  await account.setRole('ADMIN')
  expect(await authenticator.stillValid(user)).toBe(false)
  const admin = await actorOf(authenticator, { cookie: await account.signIn() })
  await account.removeUser()
  expect(await authenticator.stillValid(admin)).toBe(false)

  const key = await account.makeKey()
  const keyActor = await actorOf(authenticator, key)
  expect(await authenticator.stillValid({ ...keyActor })).toBe(true)
  await account.revokeKey(key.id)
  later(1_000)
  expect(await authenticator.stillValid(keyActor)).toBe(false)
})

test('a key revoked here is refused at once and its sockets are told', async () => {
  const key = await account.makeKey()
  watch.watch(await actorOf(authenticator, key), () => gone.push('key'))
  await account.revokeKey(key.id)
  authenticator.invalidate(`apiKey:${key.id}`)
  expect(gone).toEqual(['key'])
  expect(await authenticator.authenticate(key)).toBe('invalid')
})

test('the watch finds by itself what other processes did; a socket that closed is not told', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const watching = watchActors(authenticator, createLogger('silent'))
  const actor = await actorOf(authenticator, { cookie: await account.signIn() })
  const told = new Promise<void>((resolve) => watching.watch(actor, resolve))
  watching.watch(actor, () => gone.push('closed before'))()
  await account.setRole('ANALYST')
  vi.advanceTimersByTime(4_000)
  await told
  expect(gone).toEqual([])
  watching.close()
})
