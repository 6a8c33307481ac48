import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createGuardedHttp } from '../../../platform/guarded-http/guarded-get.ts'
import { toGlobalId } from '../../../platform/ids.ts'
import { openStorage } from '../../../platform/storage/storage.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  silent,
  textFrom,
} from '../../../test/build.ts'
import { startGraphqlRig } from '../../../test/graphql-rig.ts'
import { pictures } from '../../../test/pictures.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { receiveTexts } from '../../messages/actions/receive-texts.ts'
import { LARGEST_FETCHED } from '../upload-limits.ts'
import { createMediaFetcher } from './media-fetcher.ts'
import { trustInMedia } from './media-hosts.ts'
import { settleAttachment } from './settle-attachment.ts'

const rig = await startGraphqlRig()
const { world } = rig
const folder = await mkdtemp(join(tmpdir(), 'parley-inbound-'))

/** What the carrier has under each path; a number is a status. */
let files: Record<string, Buffer | number> = {}
let asked: string[] = []
const carrier = createServer((request, response) => {
  const path = request.url ?? ''
  asked.push(path)
  const file = files[path] ?? 404
  if (typeof file === 'number') response.writeHead(file).end()
  else response.writeHead(200, { 'content-type': 'text/html' }).end(file)
})
await new Promise<void>((resolve) => carrier.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${(carrier.address() as AddressInfo).port}/media`
const http = createGuardedHttp({
  trustOf: trustInMedia({ hosts: ['plivo.com'], trusted: [`${base}/`] }),
  maxBytes: LARGEST_FETCHED,
  timeoutMs: 2_000,
})
const storage = openStorage({ folder: join(folder, 'media') })
afterAll(async () => {
  await http.close()
  carrier.close()
  await rig.close()
  await rm(folder, { recursive: true })
})

let account: BuiltAccount
const ada = '+14155550142'
beforeEach(async () => {
  account = await buildAccount(world.owner, { settings: { show_inbound_media: true } })
  files = {}
  asked = []
})

const fetcher = () =>
  createMediaFetcher({
    db: world.db,
    log: silent,
    http,
    storage,
    folder,
    contextFor: (accountId) => contextOf(world.db, accountId),
  })
const fetchDue = async (): Promise<void> => {
  const one = fetcher()
  await one.kick()
  await one.stop()
}
const receive = (...paths: string[]) =>
  receiveTexts(
    world.db,
    account.accountId,
    [
      textFrom(account, ada, 'Look', {
        mediaCount: paths.length,
        mediaUrls: paths.map((path) => (path.startsWith('http') ? path : `${base}/${path}`)),
      }),
    ],
    () => [],
  )
const states = async () =>
  (
    await world.owner.query(
      'select state, attempts, problem from inbound_media where account_id = $1 order by position',
      [account.accountId],
    )
  ).rows
const MESSAGE = `query ($id: ID!) { node(id: $id) { ... on Message {
  text hiddenMediaCount hiddenMedia { state reason } media { id contentType byteSize width height url }
} } }`
interface Shown {
  hiddenMediaCount: number
  hiddenMedia: { state: string; reason: string | null }[]
  media: { id: string; contentType: string; byteSize: number; width: number | null; url: string }[]
}
const messageId = async (): Promise<string> =>
  (await world.owner.query('select id from messages where account_id = $1', [account.accountId])).rows[0].id
const shown = async (): Promise<Shown> => {
  const id = await messageId()
  const actor = agentOf(account.accountId, id)
  const { node } = await rig.get(actor, MESSAGE, { id: toGlobalId('Message', id) })
  return node as Shown
}

describe('B1: what people send in', () => {
  test('is not fetched by default: the text shows, and how many attachments came (R11)', async () => {
    await world.owner.query('update inbox_settings set show_inbound_media = false where account_id = $1', [
      account.accountId,
    ])
    files['/media/a'] = await pictures.jpeg({ width: 20, height: 10 })
    await receive('a', 'b')
    await fetchDue()
    expect(asked).toEqual([])
    const hidden = { state: 'NOT_SHOWN', reason: null }
    expect(await shown()).toMatchObject({ hiddenMediaCount: 2, hiddenMedia: [hidden, hidden], media: [] })
  })

  test('with the setting it is fetched once, stored, and shown live in the order in which it came', async () => {
    files['/media/a'] = await pictures.jpeg({ width: 20, height: 10 }, { artist: 'Robin Doe' })
    files['/media/b'] = await pictures.gif({ width: 30, height: 20 }, 3)
    files['/media/c'] = await pictures.webp({ width: 40, height: 30 })
    await receive('a', 'b', 'c')
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, fetchDue)
    expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_CHANGED', 'MESSAGE_CHANGED', 'MESSAGE_CHANGED'])
    const { media, hiddenMediaCount } = await shown()
    expect(hiddenMediaCount).toBe(0)
    expect(media.map(({ contentType, width }) => [contentType, width])).toEqual([
      ['image/jpeg', 20],
      ['image/gif', 30],
      ['image/png', 40],
    ])
    await fetchDue()
    expect(asked.toSorted()).toEqual(['/media/a', '/media/b', '/media/c'])
    const { rows } = await world.owner.query('select id from media where account_id = $1 and token = $2', [
      account.accountId,
      media[0]?.url.split('/').at(-1),
    ])
    const file = await storage.read(`${account.accountId}/${rows[0].id}`)
    const { exif } = await sharp(file ? await buffer(file) : undefined).metadata()
    expect(exif).toBeUndefined()
    expect((await readdir(folder)).filter((name) => name !== 'media')).toEqual([])
  })

  test('is shown from 30 days back once the setting is switched on', async () => {
    files['/media/a'] = await pictures.png({ width: 20, height: 10 })
    await receive('a')
    const age = (days: number) =>
      world.owner.query(
        `update inbound_media set due_at = now() - $2 * interval '1 day' where account_id = $1`,
        [account.accountId, days],
      )
    await age(31)
    await fetchDue()
    expect(asked).toEqual([])
    await age(29)
    await fetchDue()
    expect(await shown()).toMatchObject({ hiddenMediaCount: 0, media: [{ width: 20 }] })
  })

  test('video and PDF are kept as they came; what is neither stays a number', async () => {
    const mp4 = Buffer.from('0000001866747970697 36f6d0000000069736f6d69736f32'.replaceAll(' ', ''), 'hex')
    files['/media/video'] = Buffer.concat([mp4, Buffer.alloc(100)])
    files['/media/pdf'] = Buffer.from('%PDF-1.7\n%%EOF')
    files['/media/page'] = Buffer.from('<!doctype html><script>alert(1)</script>')
    files['/media/exe'] = Buffer.from('4d5a90000300000004000000ffff0000', 'hex')
    await receive('video', 'pdf', 'page', 'exe')
    await fetchDue()
    const { media, hiddenMediaCount } = await shown()
    expect(hiddenMediaCount).toBe(2)
    expect(media.map(({ contentType, width }) => [contentType, width])).toEqual([
      ['video/mp4', null],
      ['application/pdf', null],
    ])
    expect((await states()).slice(2)).toEqual([
      { state: 'GIVEN_UP', attempts: 1, problem: 'MEDIA_TYPE_UNSUPPORTED' },
      { state: 'GIVEN_UP', attempts: 1, problem: 'MEDIA_TYPE_UNSUPPORTED' },
    ])
  })

  test.each<[string, string, () => Promise<Buffer | number>, string]>([
    [
      'a broken picture',
      'a',
      async () => (await pictures.noisyJpeg({ width: 90, height: 90 })).subarray(0, 900),
      'MEDIA_INVALID',
    ],
    ['a bomb', 'a', () => pictures.bomb({ width: 11_000, height: 11_000 }), 'MEDIA_TOO_MANY_PIXELS'],
    ['more than Plivo lets through', 'a', async () => Buffer.alloc(LARGEST_FETCHED + 1), 'ANSWER_TOO_LARGE'],
    ['what is gone', 'a', async () => 410, 'HTTP_410'],
    ['another host', 'https://evil.example/a', async () => 200, 'ADDRESS_NOT_ALLOWED'],
    ['a host that looks like it', 'https://plivo.com.evil.example/a', async () => 200, 'ADDRESS_NOT_ALLOWED'],
    ['the carrier without TLS', 'http://media.plivo.com/a', async () => 200, 'ADDRESS_NOT_ALLOWED'],
    ['with a password', 'https://a:b@media.plivo.com/a', async () => 200, 'ADDRESS_NOT_ALLOWED'],
    ['this machine, beside the media', `${base}/../secret`, async () => 200, 'ADDRESS_NOT_ALLOWED'],
  ])('gives up at once, and stores nothing: %s', async (_, path, make, problem) => {
    files['/media/a'] = await make()
    await receive(path)
    expect((await shown()).hiddenMedia).toEqual([{ state: 'WAITING', reason: null }])
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, fetchDue)
    expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_CHANGED'])
    expect(await states()).toEqual([{ state: 'GIVEN_UP', attempts: 1, problem }])
    expect(await shown()).toMatchObject({
      hiddenMediaCount: 1,
      hiddenMedia: [{ state: 'GIVEN_UP', reason: expect.stringMatching(/^[A-Z].*[.]$/) }],
      media: [],
    })
    const { rowCount } = await world.owner.query('select from media where account_id = $1', [
      account.accountId,
    ])
    expect(rowCount).toBe(0)
  })

  test('is tried again where it may pass, for a day, and then given up', async () => {
    files['/media/a'] = 503
    await receive('a')
    const due = () =>
      world.owner.query('update inbound_media set due_at = now() where account_id = $1', [account.accountId])
    await fetchDue()
    expect(await states()).toEqual([{ state: 'WAITING', attempts: 1, problem: 'HTTP_503' }])
    for (let nth = 1; nth < 7; nth++) {
      await due()
      await fetchDue()
    }
    expect(await states()).toEqual([{ state: 'WAITING', attempts: 7, problem: 'HTTP_503' }])
    await due()
    await fetchDue()
    expect(await states()).toEqual([{ state: 'GIVEN_UP', attempts: 8, problem: 'HTTP_503' }])
  })

  test('two workers at once fetch each but once', async () => {
    const paths = Array.from({ length: 10 }, (_, index) => `${index}`)
    for (const path of paths) files[`/media/${path}`] = await pictures.png({ width: 20, height: 10 })
    await receive(...paths)
    await Promise.all([fetchDue(), fetchDue()])
    expect(asked.toSorted()).toEqual(paths.map((path) => `/media/${path}`))
    expect((await shown()).media).toHaveLength(10)
  })

  test('a worker that was killed leaves it to the next one, and its late word counts for nothing', async () => {
    files['/media/a'] = await pictures.png({ width: 20, height: 10 })
    await receive('a')
    await world.owner.query(
      `update inbound_media set attempts = 1, due_at = now() + interval '5 minutes' where account_id = $1`,
      [account.accountId],
    )
    await fetchDue()
    expect(asked).toEqual([])
    await world.owner.query('update inbound_media set due_at = now() where account_id = $1', [
      account.accountId,
    ])
    await fetchDue()
    const late = {
      accountId: account.accountId,
      messageId: await messageId(),
      position: 0,
      url: '',
      attempt: 1,
    }
    await settleAttachment(contextOf(world.db, account.accountId), late, {
      kind: 'GIVEN_UP',
      problem: 'HTTP_410',
    })
    expect(await states()).toEqual([{ state: 'STORED', attempts: 2, problem: null }])
    expect(await shown()).toMatchObject({ hiddenMediaCount: 0, media: [{ width: 20 }] })
  })

  test('B8: of a blocked person it is not even noted', async () => {
    await buildConversation(world.owner, account, {}, { phone_number: ada, blocked_at: new Date() })
    await receive('a')
    expect(await states()).toEqual([])
  })
})

test('B1: attachments to fetch are found by index, however many wait where they are not shown (1,000,000: two index scans an account that shows them)', async () => {
  await world.owner.query(
    `insert into inbound_media (account_id, message_id, position, url, due_at, created_at)
     select $1, gen_random_uuid(), 0, 'https://media.plivo.com/' || n, now(), now() from generate_series(1, 20000) n`,
    [(await buildAccount(world.owner)).accountId],
  )
  await world.owner.query('analyze inbound_media; analyze inbox_settings')
  const client = await world.db.pool.connect()
  try {
    await client.query('begin; set local role parley_system')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain select 1 from inbox_settings s, lateral (
         select message_id, position from inbound_media
         where account_id = s.account_id and state = 'WAITING' and due_at <= now() and due_at > now() - interval '30 days'
         order by due_at desc limit 10) due
       where s.show_inbound_media`,
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('inbound_media_waiting')
    expect(plan).toContain('inbox_settings_showing_media')
    expect(plan).not.toMatch(/Seq Scan|Sort/)
    await client.query('rollback')
  } finally {
    client.release()
  }
})
