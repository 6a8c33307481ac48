import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cookieOf, ownerLogin, startAuthServer, type TestServer } from '../../test/auth-server.ts'
import { createEmptyDatabase, type TestDatabase } from '../../test/database.ts'
import { migrateAuth } from './migrate-auth.ts'
import { failuresPerLogin } from './sign-in-limit.ts'

let database: TestDatabase
let server: TestServer
const owner = ownerLogin

beforeAll(async () => {
  database = await createEmptyDatabase()
  await migrateAuth(database.url)
  server = await startAuthServer(database.url)
  await server.auth.createLogin(owner)
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

const sessionOf = async (cookie: string, at = server): Promise<{ user: { email: string } } | null> =>
  (await fetch(`${at.url}/auth/get-session`, { headers: { cookie } })).json() as Promise<{
    user: { email: string }
  } | null>

const signOut = (cookie: string, headers: Record<string, string> = {}, body?: string): Promise<Response> =>
  fetch(`${server.url}/auth/sign-out`, {
    method: 'POST',
    headers: { cookie, ...headers },
    ...(body && { body }),
  })

describe('R1: signing in', () => {
  test('the right password gives a session, in a cookie that scripts and other sites cannot use', async () => {
    const response = await server.signIn('Owner@Parley.test', owner.password)
    expect(response.status).toBe(200)
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^parley\.session_token=/)
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect(cookie).not.toMatch(/; Secure/)
    expect((await sessionOf(cookieOf(response)))?.user.email).toBe(owner.email)
  })

  test('with an https PUBLIC_URL the cookie is Secure, and is understood', async () => {
    const secure = await startAuthServer(database.url, { publicUrl: 'https://inbox.example' })
    const response = await secure.signIn(owner.email, owner.password)
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-parley\.session_token=.*; Secure/)
    expect((await sessionOf(cookieOf(response), secure))?.user.email).toBe(owner.email)
    await secure.close()
  })

  test('an unknown e-mail and a wrong password get the same answer', async () => {
    const answers = await Promise.all([
      server.signIn(owner.email, 'not the password', { 'x-forwarded-for': '10.1.0.1' }),
      server.signIn('nobody@parley.test', 'not the password', { 'x-forwarded-for': '10.1.0.1' }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([401, 401])
    const [wrong, unknown] = await Promise.all(answers.map((answer) => answer.json()))
    expect(wrong).toEqual(unknown)
    expect(answers.flatMap((answer) => answer.headers.getSetCookie())).toEqual([])
  })

  test.each([['{"email":"owner@parley.test"}'], ['{"email":1,"password":2}'], ['[]'], ['{']])(
    'a body that is no e-mail and password is refused: %s',
    async (body) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${server.url}/auth/sign-in/email`, { method: 'POST', headers, body })
      expect(response.status).toBe(400)
    },
  )

  test('another content type is refused with 415, a huge body with 413', async () => {
    const post = (type: string, body: string) =>
      fetch(`${server.url}/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': type }, body })
    expect((await post('text/plain', 'hello')).status).toBe(415)
    expect((await post('application/json', JSON.stringify({ email: 'x'.repeat(20_000) }))).status).toBe(413)
  })

  test('nobody can sign up, and nothing else of the library is offered', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ email: 'new@parley.test', password: 'parley-demo', name: 'New' })
    const response = await fetch(`${server.url}/auth/sign-up/email`, { method: 'POST', headers, body })
    expect(response.status).toBe(404)
    expect(await server.auth.findLogin('new@parley.test')).toBeNull()
    expect((await fetch(`${server.url}/auth/ok`)).status).toBe(404)
  })

  test('a session outlives the process, and is known to every other one', async () => {
    const first = await startAuthServer(database.url)
    const cookie = cookieOf(await first.signIn(owner.email, owner.password))
    await first.close()
    const second = await startAuthServer(database.url)
    expect((await sessionOf(cookie, second))?.user.email).toBe(owner.email)
    await second.close()
  })

  test('a cookie with another signature is nobody', async () => {
    const cookie = cookieOf(await server.signIn(owner.email, owner.password))
    const other = await startAuthServer(database.url, { secret: 'another secret, which is as long as that' })
    expect(await sessionOf(cookie, other)).toBeNull()
    await other.close()
  })
})

describe('signing out', () => {
  test('ends the session in the database and takes the cookie away', async () => {
    const cookie = cookieOf(await server.signIn(owner.email, owner.password))
    const response = await signOut(cookie)
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie()[0]).toMatch(/^parley\.session_token=;.*Max-Age=0/)
    expect(await sessionOf(cookie)).toBeNull()
  })

  test('takes an empty body of type JSON', async () => {
    const cookie = cookieOf(await server.signIn(owner.email, owner.password))
    expect((await signOut(cookie, { 'content-type': 'application/json' })).status).toBe(200)
  })

  test('is refused to the page of another site', async () => {
    const cookie = cookieOf(await server.signIn(owner.email, owner.password))
    expect((await signOut(cookie, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await signOut(cookie, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(await sessionOf(cookie)).not.toBeNull()
    expect((await signOut(cookie, { origin: 'http://localhost:4000' })).status).toBe(200)
  })

  test('signing in is refused to the page of another site too', async () => {
    const response = await server.signIn(owner.email, owner.password, { origin: 'https://evil.example' })
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
  })
})

describe('failed sign-ins are limited', () => {
  const guess = (email: string, address: string, at = server) =>
    at.signIn(email, 'a wrong guess', { 'x-forwarded-for': address })

  test('after too many for one e-mail even the right password waits, in every process; elsewhere it works', async () => {
    const other = await startAuthServer(database.url)
    const guesses = Array.from({ length: failuresPerLogin + 3 }, () => guess(owner.email, '10.2.0.1'))
    const statuses = (await Promise.all(guesses)).map((response) => response.status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(failuresPerLogin)
    expect(statuses.filter((status) => status === 429)).toHaveLength(3)

    const refused = await other.signIn(owner.email, owner.password, { 'x-forwarded-for': '10.2.0.1' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toEqual({
      code: 'TOO_MANY_ATTEMPTS',
      message: expect.stringMatching(/^Too many failed sign-ins\. Try again in \d+ seconds?\.$/),
    })
    const elsewhere = await other.signIn(owner.email, owner.password, { 'x-forwarded-for': '10.2.0.2' })
    expect(elsewhere.status).toBe(200)
    await other.close()
  })

  test('right passwords are never too many, and a right one forgives the wrong ones before', async () => {
    const address = '10.4.0.1'
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < failuresPerLogin - 1; i += 1)
        expect((await guess(owner.email, address)).status).toBe(401)
      const right = await server.signIn(owner.email, owner.password, { 'x-forwarded-for': address })
      expect(right.status).toBe(200)
    }
    const crowd = Array.from({ length: 15 }, () =>
      server.signIn(owner.email, owner.password, { 'x-forwarded-for': '10.4.0.2' }),
    )
    expect(new Set((await Promise.all(crowd)).map((response) => response.status))).toEqual(new Set([200]))
  })
})

test('with the database down the routes answer 503 without its reasons, and work again when it is back', async () => {
  const real = new URL(database.url)
  let isUp = false
  const tunnel = createServer((near) => {
    if (!isUp) return near.destroy()
    const far = connect(Number(real.port), real.hostname)
    near.pipe(far).pipe(near)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
  })
  await once(tunnel.listen(0, '127.0.0.1'), 'listening')
  const { port } = tunnel.address() as AddressInfo
  const behind = await startAuthServer(Object.assign(new URL(real), { hostname: '127.0.0.1', port }).href)
  const cookie = cookieOf(await server.signIn(owner.email, owner.password))
  const signIn = () => behind.signIn(owner.email, owner.password, { 'x-forwarded-for': '10.5.0.1' })
  const getSession = () => fetch(`${behind.url}/auth/get-session`, { headers: { cookie } })

  const down = await Promise.all([signIn(), getSession()])
  expect(down.map((response) => response.status)).toEqual([503, 503])
  for (const response of down) {
    expect(await response.json()).toEqual({
      code: 'UNAVAILABLE',
      message: expect.not.stringMatching(/connect/i),
    })
  }
  isUp = true
  expect((await Promise.all([signIn(), getSession()])).map((response) => response.status)).toEqual([200, 200])
  await behind.close()
  tunnel.close()
})
