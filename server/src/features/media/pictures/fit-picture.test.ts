import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { pictures } from '../../../test/pictures.ts'
import { fitPicture } from './fit-picture.ts'
import type { PictureType } from './open-picture.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-pictures-'))
afterAll(() => rm(folder, { recursive: true }))

let files = 0
const fitFile = async (bytes: Buffer, type: PictureType, maxBytes = 500_000) => {
  files += 1
  const path = join(folder, `${files}`)
  await writeFile(path, bytes)
  return fitPicture(path, type, maxBytes)
}

describe('R20: a picture is made to fit', () => {
  test('a small JPEG keeps its size, is turned upright, and loses who took it', async () => {
    const bytes = await pictures.jpeg({ width: 300, height: 200 }, { orientation: 6, artist: 'Robin Doe' })
    expect(bytes.includes('Robin Doe')).toBe(true)
    const fitted = await fitFile(bytes, 'image/jpeg')
    expect(fitted).toMatchObject({ contentType: 'image/jpeg', width: 200, height: 300 })
    const { exif, orientation } = await sharp(fitted.bytes).metadata()
    expect({ exif, orientation }).toEqual({ exif: undefined, orientation: undefined })
    expect(fitted.bytes.includes('Robin Doe')).toBe(false)
  })

  test.each<[string, () => Promise<Buffer>, PictureType, string]>([
    [
      'a photo of 12 million noisy pixels',
      () => pictures.noisyJpeg({ width: 4000, height: 3000 }),
      'image/jpeg',
      'image/jpeg',
    ],
    [
      'a large opaque PNG, as a JPEG',
      () => pictures.noisyPng({ width: 1500, height: 1000 }, 3),
      'image/png',
      'image/jpeg',
    ],
    [
      'a large PNG with a channel for transparency and none in it, as a JPEG',
      async () =>
        sharp(await pictures.noisyPng({ width: 2600, height: 1900 }, 3))
          .ensureAlpha(1)
          .png()
          .toBuffer(),
      'image/png',
      'image/jpeg',
    ],
    [
      'a large PNG with transparent parts, as a PNG',
      () => pictures.noisyPng({ width: 1200, height: 900 }, 4),
      'image/png',
      'image/png',
    ],
    ['a long screenshot', () => pictures.noisyJpeg({ width: 500, height: 9000 }), 'image/jpeg', 'image/jpeg'],
  ])('%s', async (_, make, type, contentType) => {
    const bytes = await make()
    expect(bytes.length).toBeGreaterThan(600_000)
    const fitted = await fitFile(bytes, type)
    expect(fitted.contentType).toBe(contentType)
    expect(fitted.bytes.length).toBeLessThanOrEqual(500_000)
    const before = await sharp(bytes).metadata()
    const after = await sharp(fitted.bytes).metadata()
    expect(after).toMatchObject({ format: contentType.slice(6), width: fitted.width, height: fitted.height })
    expect(fitted.width / fitted.height).toBeCloseTo(before.width / before.height, 1)
  })

  test('a PNG that fits stays one, pixel for pixel', async () => {
    const bytes = await pictures.noisyPng({ width: 200, height: 150 }, 4)
    const fitted = await fitFile(bytes, 'image/png')
    expect(fitted.contentType).toBe('image/png')
    const raw = (file: Buffer) => sharp(file).raw().toBuffer()
    expect((await raw(fitted.bytes)).equals(await raw(bytes))).toBe(true)
  })

  test('a WebP becomes what phones can show', async () => {
    expect(await fitFile(await pictures.webp({ width: 90, height: 60 }), 'image/webp')).toMatchObject({
      contentType: 'image/png',
      width: 90,
      height: 60,
    })
  })
})

describe('R20: the animation of a GIF is kept', () => {
  test('one that fits goes out as it came', async () => {
    const bytes = await pictures.gif({ width: 60, height: 40 }, 5)
    const fitted = await fitFile(bytes, 'image/gif')
    expect(fitted).toMatchObject({ contentType: 'image/gif', width: 60, height: 40 })
    expect(fitted.bytes.equals(bytes)).toBe(true)
  })

  test('one that claims a larger screen than it fills does not: browsers would believe it', async () => {
    const bytes = await pictures.gif({ width: 20, height: 20 }, 2)
    bytes.writeUInt16LE(30_000, 6)
    bytes.writeUInt16LE(30_000, 8)
    const { bytes: fitted } = await fitFile(bytes, 'image/gif')
    expect([fitted.readUInt16LE(6), fitted.readUInt16LE(8)]).toEqual([20, 20])
  })

  test('one that does not is made smaller, with every frame, its time and the loop', async () => {
    const bytes = await pictures.gif({ width: 300, height: 200 }, 10)
    expect(bytes.length).toBeGreaterThan(600_000)
    const fitted = await fitFile(bytes, 'image/gif', 300_000)
    expect(fitted.bytes.length).toBeLessThanOrEqual(300_000)
    const before = await sharp(bytes, { animated: true }).metadata()
    const after = await sharp(fitted.bytes, { animated: true }).metadata()
    expect(after).toMatchObject({ pages: 10, delay: before.delay, loop: before.loop })
    expect(after).toMatchObject({ width: fitted.width, pageHeight: fitted.height })
  })

  test('one that would have to become a stamp is refused, with the reason', async () => {
    const bytes = await pictures.gif({ width: 200, height: 200 }, 8)
    await expect(fitFile(bytes, 'image/gif', 20_000)).rejects.toMatchObject({
      code: 'MEDIA_UNFITTABLE',
      message: expect.stringContaining('about 20 KB'),
    })
  })
})

describe('R20: refused, and nothing decoded that need not be', () => {
  test('a bomb: a small file of many pixels', async () => {
    const bytes = await pictures.bomb({ width: 11_000, height: 11_000 })
    expect(bytes.length).toBeLessThan(2_000_000)
    const start = process.memoryUsage.rss()
    await expect(fitFile(bytes, 'image/png')).rejects.toMatchObject({ code: 'MEDIA_TOO_MANY_PIXELS' })
    expect(process.memoryUsage.rss() - start).toBeLessThan(200_000_000)
  })

  test('the same in frames of a GIF', async () => {
    const bytes = await pictures.gifBomb({ width: 2000, height: 2000 }, 30)
    expect(bytes.length).toBeLessThan(500_000)
    await expect(fitFile(bytes, 'image/gif')).rejects.toMatchObject({ code: 'MEDIA_TOO_MANY_PIXELS' })
  })

  const size = { width: 400, height: 300 }
  test.each<[string, PictureType, () => Promise<Buffer>]>([
    ['JPEG', 'image/jpeg', () => pictures.noisyJpeg(size)],
    ['PNG', 'image/png', () => pictures.noisyPng(size, 3)],
    ['GIF', 'image/gif', () => pictures.gif({ width: 80, height: 60 }, 3)],
  ])('a %s that is cut off anywhere', async (_, type, make) => {
    const bytes = await make()
    for (const share of [0.2, 0.6, 0.99]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share))
      await expect(fitFile(cut, type), `${share}`).rejects.toMatchObject({ code: 'MEDIA_INVALID' })
    }
  })

  test('what libvips could read besides, whatever it is taken for', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    await expect(fitFile(svg, 'image/png')).rejects.toMatchObject({ code: 'MEDIA_INVALID' })
  })
})
