import { connect } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId } from '../../platform/ids.ts'
import { agentOf, buildAccount, buildUser } from '../../test/build.ts'
import { buildMedia } from '../../test/build-media.ts'
import { type MediaRig, ownPage, startMediaRig } from '../../test/media-rig.ts'
import { pictures } from '../../test/pictures.ts'

let rig: MediaRig
let accountId: string
const agent = 'agent'
beforeAll(async () => {
  rig = await startMediaRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  accountId = (await buildAccount(rig.world.owner)).accountId
  rig.actors.set(agent, agentOf(accountId, await buildUser(rig.world.owner, accountId)))
  rig.put = rig.storage.put
})

const rows = async (): Promise<Record<string, unknown>[]> =>
  (
    await rig.world.owner.query(
      'select stored_at is not null as stored, content_type, byte_size from media where account_id = $1',
      [accountId],
    )
  ).rows

describe('R20: POST /media', () => {
  test('takes a picture, and GET gives it back as what it is, to everybody who knows the address', async () => {
    const { status, body } = await rig.upload(await pictures.png({ width: 320, height: 200 }), agent)
    expect(status).toBe(201)
    expect(body).toMatchObject({ contentType: 'image/png', width: 320, height: 200 })
    expect(body.id).toMatch(/^med_/)
    expect(body.url).toMatch(/^http:\/\/parley[.]test\/media\/[\w-]{32}$/)
    const answer = await rig.fetch(`${body.url}`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([answer.status, bytes.length]).toEqual([200, body.byteSize])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': `${body.byteSize}`,
      'content-disposition': 'inline; filename="media.png"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 320, height: 200 })
    const head = await rig.fetch(`${body.url}`, 'HEAD')
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      `${body.byteSize}`,
      '',
    ])
    expect(await rig.passing()).toEqual([])
  })

  test('makes fit what carriers would not take, whatever it is called', async () => {
    const large = await pictures.noisyJpeg({ width: 2400, height: 1800 })
    expect(large.length).toBeGreaterThan(1_048_576)
    const { status, body } = await rig.upload(large, agent, 'file', 'virus.exe')
    expect(status).toBe(201)
    expect(body).toMatchObject({ contentType: 'image/jpeg' })
    expect(body.byteSize).toBeLessThanOrEqual(500_000)
  })

  test('ten at once, each its own', async () => {
    const sizes = Array.from({ length: 10 }, (_, index) => 20 + index)
    const answers = await Promise.all(
      sizes.map(async (width) => rig.upload(await pictures.gif({ width, height: 20 }, 3), agent)),
    )
    expect(answers.map(({ status, body }) => [status, body.contentType, body.width])).toEqual(
      sizes.map((width) => [201, 'image/gif', width]),
    )
    expect(new Set(answers.map(({ body }) => body.url)).size).toBe(10)
  })
})

describe('R20: refused with the reason, and nothing to be seen of it', () => {
  test.each<[string, () => Promise<Uint8Array>, number, string]>([
    ['nothing', async () => Buffer.alloc(0), 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['text', async () => Buffer.from('just a text'), 415, 'MEDIA_TYPE_UNSUPPORTED'],
    [
      'a page that calls itself a picture',
      async () => Buffer.from('<!doctype html><script>alert(1)</script>'),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'SVG',
      async () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    ['WebP', () => pictures.webp({ width: 9, height: 9 }), 415, 'MEDIA_TYPE_UNSUPPORTED'],
    [
      'the first bytes of a JPEG',
      async () => (await pictures.noisyJpeg({ width: 90, height: 90 })).subarray(0, 900),
      422,
      'MEDIA_INVALID',
    ],
    ['a bomb', () => pictures.bomb({ width: 11_000, height: 11_000 }), 422, 'MEDIA_TOO_MANY_PIXELS'],
    ['26 MB', async () => Buffer.alloc(26_000_000, 0xff), 413, 'MEDIA_TOO_LARGE'],
  ])('%s', async (_, make, status, code) => {
    const answer = await rig.upload(await make(), agent)
    expect(answer).toMatchObject({ status, body: { code, error: expect.stringMatching(/[.]$/) } })
    expect(await rows()).toMatchObject([{ stored: false }])
    expect(await rig.passing()).toEqual([])
  })

  test('another field, no field, no multipart', async () => {
    const png = await pictures.png({ width: 9, height: 9 })
    const form = new FormData()
    form.append('file', 'a text')
    for (const answer of [
      await rig.upload(png, agent, 'picture'),
      await rig.post(form, { authorization: agent }),
      await rig.post(undefined, { authorization: agent }),
    ])
      expect(answer).toMatchObject({ status: 400, body: { code: 'MEDIA_MISSING' } })
    expect(await rig.post('{}', { authorization: agent, 'content-type': 'application/json' })).toMatchObject({
      status: 415,
      body: { code: 'BAD_USER_INPUT' },
    })
  })

  test('an upload that breaks off leaves nothing behind', async () => {
    const { hostname, port } = new URL(rig.url)
    const socket = connect(Number(port), hostname)
    socket.write(
      [
        'POST /media HTTP/1.1',
        'host: parley.test',
        `authorization: ${agent}`,
        'content-type: multipart/form-data; boundary=x',
        'content-length: 100000',
        '',
        '--x',
        'content-disposition: form-data; name="file"; filename="a.png"',
        '',
        'begins',
      ].join('\r\n'),
    )
    await vi.waitUntil(async () => (await rig.passing()).length > 0)
    socket.destroy()
    await vi.waitUntil(async () => (await rig.passing()).length === 0)
    expect(await rows()).toEqual([{ stored: false, content_type: '', byte_size: 0 }])
  })

  test('a storage that fails: 500, and the row waits for the sweep', async () => {
    rig.put = () => Promise.reject(new Error('disk full'))
    const answer = await rig.upload(await pictures.png({ width: 9, height: 9 }), agent)
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL_SERVER_ERROR' } })
    expect(JSON.stringify(answer.body)).not.toContain('disk')
    expect(await rows()).toMatchObject([{ stored: false }])
  })

  test('nobody sees it before it is stored', async () => {
    let seen: number | undefined
    rig.put = async (...args) => {
      const { rows: tokens } = await rig.world.owner.query('select token from media where account_id = $1', [
        accountId,
      ])
      seen = (await rig.fetch(`${rig.url}/media/${tokens[0].token}`)).status
      return rig.storage.put(...args)
    }
    expect((await rig.upload(await pictures.png({ width: 9, height: 9 }), agent)).status).toBe(201)
    expect(seen).toBe(404)
  })
})

describe('R1: who may upload', () => {
  const png = pictures.png({ width: 9, height: 9 })
  const keyWith = (...scopes: ('READ' | 'REPLY')[]): Actor => ({
    kind: 'apiKey',
    accountId,
    apiKeyId: newId(),
    scopes,
  })

  test.each<[string, () => Actor | null, number]>([
    ['nobody', () => null, 401],
    ['an analyst', () => agentOf(accountId, newId(), 'ANALYST'), 403],
    ['a key without REPLY', () => keyWith('READ'), 403],
    ['a key with REPLY', () => keyWith('REPLY'), 201],
    ['support', () => agentOf(accountId, newId(), 'SUPPORT'), 201],
  ])('%s', async (_, make, status) => {
    const actor = make()
    rig.actors.delete('someone')
    if (actor) rig.actors.set('someone', actor)
    expect((await rig.upload(await png, 'someone')).status).toBe(status)
    expect(await rows()).toHaveLength(status === 201 ? 1 : 0)
  })

  test.each<[string, Record<string, string>, number]>([
    ['its own page', { origin: ownPage }, 201],
    ['a program', {}, 201],
    ['a form on another site', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['a browser that names no origin', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('with a session: %s', async (_, headers, status) => {
    const actor = rig.actors.get(agent)
    if (actor) rig.actors.set('sid=1', actor)
    const form = new FormData()
    form.append('file', new Blob([Buffer.from(await png)]), 'a.png')
    expect((await rig.post(form, { cookie: 'sid=1', ...headers })).status).toBe(status)
  })

  test('120 uploads a minute that nobody sends', async () => {
    for (let nth = 0; nth < 119; nth++) await buildMedia(rig.world.owner, accountId)
    expect((await rig.upload(await png, agent)).status).toBe(201)
    const refused = await rig.upload(await png, agent)
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } })
    expect(refused.headers.get('retry-after')).toBe('60')
    await rig.world.owner.query('update media set attached_at = now() where account_id = $1', [accountId])
    expect((await rig.upload(await png, agent)).status).toBe(201)
  })
})

describe('R3: GET /media', () => {
  test('what is no address of a file is not found: tokens, ids, paths', async () => {
    const id = await buildMedia(rig.world.owner, accountId)
    const doomed = 'd'.repeat(32)
    await buildMedia(rig.world.owner, accountId, { token: doomed, doomed_at: new Date() })
    for (const path of ['a'.repeat(32), doomed, id, `med_${id}`, '..%2F..%2Fsecret', 'x', '%00']) {
      const answer = await rig.fetch(`${rig.url}/media/${path}`)
      expect([path, answer.status]).toEqual([path, 404])
    }
  })

  test('a file that is gone from the storage is not found', async () => {
    const token = 'g'.repeat(32)
    await buildMedia(rig.world.owner, accountId, { token })
    expect((await rig.fetch(`${rig.url}/media/${token}`)).status).toBe(404)
  })
})
