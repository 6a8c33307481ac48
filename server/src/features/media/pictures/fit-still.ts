import sharp, { type Sharp } from 'sharp'
import { decoding, openPicture, type PictureType } from './open-picture.ts'

/** A picture as it is stored and sent. */
export interface FittedPicture {
  bytes: Buffer
  contentType: 'image/jpeg' | 'image/png' | 'image/gif'
  width: number
  height: number
}

/**
 * What a JPEG is reduced to until it fits, the best first: pixels at most, and quality. By area, not by length of a
 * side, so that a long screenshot stays legible. The last fits into 60 KB whatever it shows.
 */
const steps = [
  { pixels: 4_000_000, quality: 85 },
  { pixels: 4_000_000, quality: 70 },
  { pixels: 2_000_000, quality: 75 },
  { pixels: 1_300_000, quality: 70 },
  { pixels: 800_000, quality: 65 },
  { pixels: 400_000, quality: 60 },
  { pixels: 200_000, quality: 50 },
  { pixels: 60_000, quality: 50 },
] as const

/** Pixels of a PNG at most: with all its colours, and with the 256 that serve it best. */
const MOST_LOSSLESS = 4_000_000
const MOST_REDUCED = 1_300_000
/** By so much less than reckoned a PNG is made smaller, since details don't shrink with the area. */
const MARGIN = 0.85
const TRIES = 4

/**
 * A still picture in at most so many bytes, upright, without EXIF and other notes. A PNG stays one while it fits without
 * loss, or has transparent parts; else it becomes a JPEG. Null if it can't be made to fit. @throws MediaRefused for one
 * that can't be decoded
 */
export const fitStill = async (
  path: string,
  type: PictureType,
  maxBytes: number,
): Promise<FittedPicture | null> => {
  const seen = await decoding(() => openPicture(path, type).metadata())
  const size = seen.autoOrient
  if (type === 'image/jpeg') return fitJpeg(path, type, size, maxBytes)
  const lossless = await encode(path, type, scaleTo(size, MOST_LOSSLESS), asPng)
  if (lossless.bytes.length <= maxBytes) return lossless
  // A matter of each pixel: many PNGs have a channel for transparency and nothing in it.
  const isOpaque = !seen.hasAlpha || (await sharp(lossless.bytes).stats()).isOpaque
  return isOpaque ? fitJpeg(path, type, size, maxBytes) : fitReducedPng(path, type, size, maxBytes)
}

const fitJpeg = async (
  path: string,
  type: PictureType,
  size: Size,
  maxBytes: number,
): Promise<FittedPicture | null> => {
  for (const { pixels, quality } of steps) {
    const picture = await encode(path, type, scaleTo(size, pixels), {
      contentType: 'image/jpeg',
      as: (image) => image.jpeg({ quality }),
    })
    if (picture.bytes.length <= maxBytes) return picture
  }
  return null
}

const fitReducedPng = async (
  path: string,
  type: PictureType,
  size: Size,
  maxBytes: number,
): Promise<FittedPicture | null> => {
  let pixels = Math.min(MOST_REDUCED, size.width * size.height)
  for (let nth = 0; nth < TRIES; nth++) {
    const picture = await encode(path, type, scaleTo(size, pixels), asReducedPng)
    if (picture.bytes.length <= maxBytes) return picture
    pixels *= (maxBytes / picture.bytes.length) * MARGIN
  }
  return null
}

interface Encoding {
  contentType: FittedPicture['contentType']
  as: (image: Sharp) => Sharp
}

const asPng: Encoding = { contentType: 'image/png', as: (image) => image.png({ compressionLevel: 9 }) }
const asReducedPng: Encoding = {
  contentType: 'image/png',
  as: (image) => image.png({ palette: true, effort: 1 }),
}

interface Size {
  width: number
  height: number
}

const scaleTo = ({ width, height }: Size, pixels: number): Size => {
  const scale = Math.min(1, Math.sqrt(pixels / (width * height)))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

const encode = (
  path: string,
  type: PictureType,
  size: Size,
  { contentType, as }: Encoding,
): Promise<FittedPicture> =>
  decoding(async () => {
    const image = as(openPicture(path, type).resize({ ...size, fit: 'fill' }))
    const { data, info } = await image.toBuffer({ resolveWithObject: true })
    return { bytes: data, contentType, width: info.width, height: info.height }
  })
