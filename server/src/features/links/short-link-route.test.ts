import fastify, { type FastifyInstance } from 'fastify'
import { Agent, request } from 'undici'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildProfile,
  openWorld,
  silent,
  type World,
} from '../../test/build.ts'
import { buildShortLink } from '../../test/build-links.ts'
import { newSlug } from './short-address.ts'
import { CLICKS_A_MINUTE, MISSES_A_MINUTE, shortLinks } from './short-link-route.ts'

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
const browser = { 'user-agent': phone, 'accept-language': 'en-US' }

let world: World
let app: FastifyInstance
let url: string
let account: BuiltAccount
let profileId: string
const dispatcher = new Agent({ connections: 20 })
beforeAll(async () => {
  world = await openWorld()
})
beforeEach(async () => {
  app = fastify({ trustProxy: 'loopback' })
  await app.register(shortLinks, { db: world.db, log: silent, publicUrl: 'https://inbox.example.com' })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  account = await buildAccount(world.owner)
  profileId = await buildProfile(world.owner, account.accountId)
})
afterEach(() => app.close())
afterAll(async () => {
  await dispatcher.close()
  await world.close()
})

const build = async (target = 'https://shop.example/a?b=1', columns: Record<string, unknown> = {}) => {
  const slug = newSlug()
  const id = await buildShortLink(world.owner, account.accountId, {
    slug,
    target,
    profile_id: profileId,
    message_id: newId(),
    ...columns,
  })
  return { slug, id }
}
const get = async (slug: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') => {
  const response = await request(`${url}/l/${slug}`, {
    method,
    headers: { 'x-forwarded-host': 'inbox.example.com', ...browser, ...headers },
    dispatcher,
  })
  return { status: response.statusCode, headers: response.headers, body: await response.body.text() }
}
const clicks = async (id: string) =>
  (await world.owner.query('select count(*)::int as n from link_clicks where link_id = $1', [id])).rows[0]?.n

describe('R34: a short link', () => {
  test('leads to its target at once, and the click is recorded by the time it is answered', async () => {
    const { slug, id } = await build()
    const { status, headers } = await get(slug)
    expect(status).toBe(302)
    expect(headers).toMatchObject({
      location: 'https://shop.example/a?b=1',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(await clicks(id)).toBe(1)
    await get(slug)
    expect(await clicks(id)).toBe(2)
  })

  test('to other letters is one that a header can hold', async () => {
    const { slug } = await build('https://bücher.example/ä')
    expect((await get(slug)).headers.location).toBe('https://xn--bcher-kva.example/%C3%A4')
  })

  test.each<[string, Record<string, string>, 'GET' | 'HEAD']>([
    ['HEAD', {}, 'HEAD'],
    ['a preview for a chat', { 'user-agent': 'facebookexternalhit/1.1 Facebot Twitterbot/1.0' }, 'GET'],
    ['another', { 'user-agent': 'WhatsApp/2.23.20.0' }, 'GET'],
    [
      'a crawler',
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
      'GET',
    ],
    ['a program', { 'user-agent': 'curl/8.5.0' }, 'GET'],
    ['nobody by name', { 'user-agent': '' }, 'GET'],
    ['a fetch ahead of time', { 'sec-purpose': 'prefetch;prerender' }, 'GET'],
    ['an older one', { purpose: 'prefetch' }, 'GET'],
    ['a preview on a home screen', { 'x-purpose': 'preview' }, 'GET'],
  ])('leads %s there, too, and counts no click', async (_, headers, method) => {
    const { slug, id } = await build()
    expect((await get(slug, headers, method)).status).toBe(302)
    expect(await clicks(id)).toBe(0)
  })

  test('within moments of its making counts only for what tells its languages, as browsers do', async () => {
    const fresh = await build(undefined, { created_at: new Date() })
    const response = await request(`${url}/l/${fresh.slug}`, {
      headers: { 'x-forwarded-host': 'inbox.example.com', 'user-agent': phone },
      dispatcher,
    })
    await response.body.dump()
    expect(response.statusCode).toBe(302)
    expect(await clicks(fresh.id)).toBe(0)
    await get(fresh.slug)
    expect(await clicks(fresh.id)).toBe(1)
  })

  test.each(['nosuchone', 'short', 'much-too-long-for-a-slug', '%00bcdfghj', "'; select", '..%2f..%2fa'])(
    'that is none (%s) is 404',
    async (slug) => {
      expect(await get(slug)).toMatchObject({ status: 404, body: 'There is no such link.\n' })
    },
  )

  test('works on any host but a branded domain of another account', async () => {
    await world.owner.query(
      `update inbox_settings set link_domain = 'go.mine.example' where account_id = $1`,
      [account.accountId],
    )
    const other = await buildAccount(world.owner, { settings: { link_domain: 'go.theirs.example' } })
    await buildAccount(world.owner, { settings: { link_domain: 'go.mine.example' } })
    const { slug, id } = await build()
    const hosts = [
      'go.mine.example',
      'GO.MINE.EXAMPLE',
      'inbox.example.com',
      'inbox.internal:4000',
      'go.theirs.example',
    ]
    const statuses = []
    for (const host of hosts) statuses.push((await get(slug, { 'x-forwarded-host': host })).status)
    expect(statuses).toEqual([302, 302, 302, 302, 404])
    expect(await clicks(id)).toBe(4)
    const theirs = await build(undefined, { account_id: other.accountId })
    expect((await get(theirs.slug, { 'x-forwarded-host': 'go.theirs.example' })).status).toBe(302)
  })

  test('cannot be found by trying: a network that asks for too many unknown ones has to wait', async () => {
    const { slug } = await build()
    const ask = (address: string, asked: string) => get(asked, { 'x-forwarded-for': address })
    for (let n = 0; n < MISSES_A_MINUTE; n++) expect((await ask('198.51.100.1', newSlug())).status).toBe(404)
    const refused = await ask('198.51.100.1', slug)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('198.51.100.2', slug)).status).toBe(302)
  })

  test('keeps so many clicks of one network in a minute, and leads on all the same', async () => {
    const { slug, id } = await build()
    for (let n = 0; n < CLICKS_A_MINUTE + 5; n++) expect((await get(slug)).status).toBe(302)
    expect(await clicks(id)).toBe(CLICKS_A_MINUTE)
    await get(slug, { 'x-forwarded-for': '198.51.100.9' })
    expect(await clicks(id)).toBe(CLICKS_A_MINUTE + 1)
  })

  test('is 503 while the database is away, and nothing is told of why', async () => {
    await app.close()
    app = fastify()
    const away = world.openAnother(1)
    await away.close()
    await app.register(shortLinks, { db: away, log: silent, publicUrl: 'https://inbox.example.com' })
    url = await app.listen({ host: '127.0.0.1', port: 0 })
    const { status, body, headers } = await get(newSlug())
    expect({ status, body, retry: headers['retry-after'] }).toEqual({
      status: 503,
      body: 'This link cannot be opened just now. Try again soon.\n',
      retry: '5',
    })
  })

  test('is one indexed read, among a hundred thousand', async () => {
    await world.owner.query(
      `insert into short_links (id, account_id, slug, base, target, profile_id, message_id, position, created_at)
       select gen_random_uuid(), $1, 'fill' || n, 'b', 't', $2, gen_random_uuid(), 0, now() from generate_series(1, 100000) n`,
      [account.accountId, profileId],
    )
    await world.owner.query('analyze short_links')
    const { rows } = await world.owner.query<{ 'QUERY PLAN': string }>(
      `explain (costs off) select target from short_links where slug = 'fill77'`,
    )
    expect(rows.map((row) => row['QUERY PLAN']).join(' ')).toMatch(/Index Scan using short_links_slug_key/)
  })
})
