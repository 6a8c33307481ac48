import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startInboundMediaRig } from '../../../test/inbound-media-rig.ts'
import { pictures } from '../../../test/pictures.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { LARGEST_FETCHED } from '../upload-limits.ts'

const rig = await startInboundMediaRig()
beforeEach(() => rig.reset())
afterAll(() => rig.close())

describe('B1: what people send in', () => {
  test('is not fetched by default: the text shows, and how many attachments came (R11)', async () => {
    await rig.world.owner.query(
      'update inbox_settings set show_inbound_media = false where account_id = $1',
      [rig.account.accountId],
    )
    rig.files.a = await pictures.jpeg({ width: 20, height: 10 })
    await rig.receive('a', 'b')
    await rig.fetchDue()
    expect(rig.asked).toEqual([])
    const hidden = { state: 'NOT_SHOWN', reason: null }
    expect(await rig.shown()).toMatchObject({ hiddenMediaCount: 2, hiddenMedia: [hidden, hidden], media: [] })
  })

  test('with the setting it is fetched once, stored, and shown live in the order in which it came', async () => {
    rig.files.a = await pictures.jpeg({ width: 20, height: 10 }, { artist: 'Robin Doe' })
    rig.files.b = await pictures.gif({ width: 30, height: 20 }, 3)
    rig.files.c = await pictures.webp({ width: 40, height: 30 })
    await rig.receive('a', 'b', 'c')
    const { entries } = await pushEqualsRefetch(rig.world.db, rig.account.accountId, rig.fetchDue)
    expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_CHANGED', 'MESSAGE_CHANGED', 'MESSAGE_CHANGED'])
    const { media, hiddenMediaCount } = await rig.shown()
    expect(hiddenMediaCount).toBe(0)
    expect(media.map(({ contentType, width }) => [contentType, width])).toEqual([
      ['image/jpeg', 20],
      ['image/gif', 30],
      ['image/png', 40],
    ])
    await rig.fetchDue()
    expect(rig.asked.toSorted()).toEqual(['a', 'b', 'c'])
    const { rows } = await rig.world.owner.query(
      'select id from media where account_id = $1 and token = $2',
      [rig.account.accountId, media[0]?.url.split('/').at(-1)],
    )
    const file = await rig.storage.read(`${rig.account.accountId}/${rows[0].id}`)
    const { exif } = await sharp(file ? await buffer(file) : undefined).metadata()
    expect(exif).toBeUndefined()
    expect(await rig.left()).toEqual([])
  })

  test('is shown from 30 days back once the setting is switched on', async () => {
    rig.files.a = await pictures.png({ width: 20, height: 10 })
    await rig.receive('a')
    await rig.setDue(`now() - interval '31 days'`)
    await rig.fetchDue()
    expect(rig.asked).toEqual([])
    await rig.setDue(`now() - interval '29 days'`)
    await rig.fetchDue()
    expect(await rig.shown()).toMatchObject({ hiddenMediaCount: 0, media: [{ width: 20 }] })
  })

  test('video and PDF are kept as they came; what is neither stays a number', async () => {
    const mp4 = Buffer.from('0000001866747970697 36f6d0000000069736f6d69736f32'.replaceAll(' ', ''), 'hex')
    rig.files.video = Buffer.concat([mp4, Buffer.alloc(100)])
    rig.files.pdf = Buffer.from('%PDF-1.7\n%%EOF')
    rig.files.page = Buffer.from('<!doctype html><script>alert(1)</script>')
    rig.files.exe = Buffer.from('4d5a90000300000004000000ffff0000', 'hex')
    await rig.receive('video', 'pdf', 'page', 'exe')
    await rig.fetchDue()
    const { media, hiddenMediaCount } = await rig.shown()
    expect(hiddenMediaCount).toBe(2)
    expect(media.map(({ contentType, width }) => [contentType, width])).toEqual([
      ['video/mp4', null],
      ['application/pdf', null],
    ])
    expect((await rig.states()).slice(2)).toEqual([
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
    ['this machine, beside the media', `${rig.base}/../secret`, async () => 200, 'ADDRESS_NOT_ALLOWED'],
  ])('gives up at once, and stores nothing: %s', async (_, path, make, problem) => {
    rig.files.a = await make()
    await rig.receive(path)
    expect((await rig.shown()).hiddenMedia).toEqual([{ state: 'WAITING', reason: null }])
    const { entries } = await pushEqualsRefetch(rig.world.db, rig.account.accountId, rig.fetchDue)
    expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_CHANGED'])
    expect(await rig.states()).toEqual([{ state: 'GIVEN_UP', attempts: 1, problem }])
    expect(await rig.shown()).toMatchObject({
      hiddenMediaCount: 1,
      hiddenMedia: [{ state: 'GIVEN_UP', reason: expect.stringMatching(/^[A-Z].*[.]$/) }],
      media: [],
    })
    const { rowCount } = await rig.world.owner.query('select from media where account_id = $1', [
      rig.account.accountId,
    ])
    expect(rowCount).toBe(0)
  })
})
