import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from '@20minutes/s3rver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseS3Url } from './s3-address.ts'
import { openStorage, type Storage } from './storage.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-storage-'))
const s3 = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: join(folder, 's3'),
  configureBuckets: [{ name: 'parley-media' }],
})
let s3Url: (user?: string, path?: string) => string
beforeAll(async () => {
  const { port } = await s3.run()
  s3Url = (user = 'S3RVER:S3RVER', path = 'parley-media/of%20parley') =>
    `http://${user}@127.0.0.1:${port}/${path}`
})
afterAll(async () => {
  await s3.close()
  await rm(folder, { recursive: true })
})

const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 251))
const opening: [string, () => Storage][] = [
  ['on disk', () => openStorage({ folder: join(folder, 'disk') })],
  ['in S3', () => openStorage({ folder, s3Url: s3Url() })],
]

describe.each(opening)('R42: a storage %s', (_, open) => {
  test('gives back what was put, says that the rest is not there, and deletes what may be gone already', async () => {
    const storage = open()
    const key = 'account/one'
    expect(await storage.read(key)).toBeNull()
    await storage.put(key, Buffer.from('first'), 'image/png')
    await storage.put(key, bytes, 'image/png')
    const stream = await storage.read(key)
    expect((stream && (await buffer(stream)))?.equals(bytes)).toBe(true)
    await storage.delete(key)
    await storage.delete(key)
    expect(await storage.read(key)).toBeNull()
    storage.close()
  })

  test('takes a key that would leave the folder for none of its own', async () => {
    const storage = open()
    await expect(storage.put('../outside', bytes, 'image/png')).rejects.toThrow()
    expect(await readdir(folder)).not.toContain('outside')
    storage.close()
  })
})

test('R42: an S3 that refuses the key, lacks the bucket or is away is an error, not a missing file', async () => {
  for (const url of [
    s3Url('S3RVER:wrong'),
    s3Url(undefined, 'no-such-bucket'),
    'http://a:b@127.0.0.1:1/bucket',
  ]) {
    const storage = openStorage({ folder, s3Url: url })
    await expect(storage.put('one', bytes, 'image/png')).rejects.toThrow()
    await expect(storage.read('one')).rejects.toThrow()
    storage.close()
  }
})

describe('S3_URL', () => {
  test.each([
    [
      'https://AKIA:se%2Fcret@s3.eu-central-1.amazonaws.com/acme-media/parley',
      {
        endpoint: 'https://s3.eu-central-1.amazonaws.com',
        bucket: 'acme-media',
        prefix: 'parley/',
        region: 'eu-central-1',
        credentials: { accessKeyId: 'AKIA', secretAccessKey: 'se/cret' },
      },
    ],
    [
      'http://minio:9000/media?region=local',
      { endpoint: 'http://minio:9000', bucket: 'media', prefix: '', region: 'local' },
    ],
  ])('%s', (url, address) => expect(parseS3Url(url)).toEqual(address))

  test.each(['', 'media', 'ftp://host/bucket', 'https://host', 'https://key@host/bucket', 'https://h/b?x=1'])(
    'refuses "%s"',
    (url) => expect(parseS3Url(url)).toBeNull(),
  )
})
