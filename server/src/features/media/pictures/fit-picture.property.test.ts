import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { pictures } from '../../../test/pictures.ts'
import { fitPicture } from './fit-picture.ts'
import type { PictureType } from './open-picture.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-pictures-'))
afterAll(() => rm(folder, { recursive: true }))

/** All four sides and kinds of picture, noisy enough to need work. */
const picture = fc.record({
  width: fc.integer({ min: 1, max: 700 }),
  height: fc.integer({ min: 1, max: 700 }),
  kind: fc.constantFrom('jpeg', 'png', 'transparent', 'turned'),
  maxBytes: fc.integer({ min: 60_000, max: 500_000 }),
})
type Kind = 'jpeg' | 'png' | 'transparent' | 'turned'

const make = (kind: Kind, size: { width: number; height: number }): Promise<Buffer> => {
  if (kind === 'turned') return pictures.jpeg(size, { orientation: 8 })
  if (kind === 'jpeg') return pictures.noisyJpeg(size)
  return pictures.noisyPng(size, kind === 'png' ? 3 : 4)
}

test('R20: any still picture comes out within its bytes, upright, in its proportions, readable and never larger', async () => {
  await fc.assert(
    fc.asyncProperty(picture, async ({ width, height, kind, maxBytes }) => {
      const path = join(folder, randomUUID())
      await writeFile(path, await make(kind as Kind, { width, height }))
      const type: PictureType = kind === 'jpeg' || kind === 'turned' ? 'image/jpeg' : 'image/png'
      const fitted = await fitPicture(path, type, maxBytes)
      expect(fitted.bytes.length).toBeLessThanOrEqual(maxBytes)
      const [right, down] = kind === 'turned' ? [height, width] : [width, height]
      expect(fitted.width).toBeLessThanOrEqual(right)
      expect(fitted.height).toBeLessThanOrEqual(down)
      const scale = Math.sqrt((fitted.width * fitted.height) / (right * down))
      expect(Math.abs(fitted.width - right * scale)).toBeLessThanOrEqual(1 + right * 0.02)
      const seen = await sharp(fitted.bytes).metadata()
      expect(seen).toMatchObject({ width: fitted.width, height: fitted.height })
      expect([seen.orientation, seen.exif]).toEqual([undefined, undefined])
      if (kind === 'transparent') expect(fitted.contentType).toBe('image/png')
    }),
    { numRuns: 25 },
  )
}, 60_000)
