import { readFile } from 'node:fs/promises'
import { MediaRefused } from '../media-refusal.ts'
import type { FittedPicture } from './fit-still.ts'
import { decoding, openPicture } from './open-picture.ts'

/** How much smaller each side gets from one try to the next, at least; and by so much more than reckoned. */
const SHRINK = 0.8
const MARGIN = 0.95
const TRIES = 4
/** Narrower than this, a GIF says nothing any more. */
const LEAST_WIDTH = 64
/** By how much fewer colours and blurred differences between frames alone make an average GIF smaller. */
const GAIN = 1.7
/** A GIF ends with it. */
const TRAILER = 0x3b

interface Size {
  width: number
  height: number
}

/**
 * A GIF in at most so many bytes with all its frames, their times and its loop (R20): as it is where it fits, else in
 * fewer colours and smaller. Null if it can't be made to fit. @throws MediaRefused for one that can't be decoded
 */
export const fitGif = async (path: string, maxBytes: number): Promise<FittedPicture | null> => {
  const original = await readFile(path)
  if (!endsAsOne(original)) throw new MediaRefused('MEDIA_INVALID', 'The GIF is cut off. Send it again.')
  const size = await decodeAll(path)
  if (original.length <= maxBytes && fillsScreen(original, size))
    return { bytes: original, contentType: 'image/gif', ...size }
  let scale = Math.min(1, Math.sqrt((maxBytes / original.length) * GAIN))
  for (let nth = 0; nth < TRIES; nth++) {
    const width = Math.round(size.width * scale)
    if (width < Math.min(LEAST_WIDTH, size.width)) return null
    const picture = await reduce(path, width)
    if (picture.bytes.length <= maxBytes) return picture
    scale *= Math.min(SHRINK, Math.sqrt(maxBytes / picture.bytes.length) * MARGIN)
  }
  return null
}

/** Decoders show what there is of a GIF that is cut off. Some writers fill up with zeros behind it. */
const endsAsOne = (bytes: Buffer): boolean => {
  const last = bytes.findLastIndex((byte) => byte !== 0)
  return bytes[last] === TRAILER
}

/** Whether the screen that the header claims is that of its frames: phones and browsers believe the header. */
const fillsScreen = (bytes: Buffer, { width, height }: Size): boolean =>
  bytes.readUInt16LE(6) === width && bytes.readUInt16LE(8) === height

/** Every frame has to be readable, since a GIF that fits goes out as it came. */
const decodeAll = (path: string): Promise<Size> =>
  decoding(async () => {
    const { width, height, pageHeight } = await openPicture(path, 'image/gif').metadata()
    await openPicture(path, 'image/gif').resize({ width: 1 }).raw().toBuffer()
    return { width, height: pageHeight ?? height }
  })

const reduce = (path: string, width: number): Promise<FittedPicture> =>
  decoding(async () => {
    const { data, info } = await openPicture(path, 'image/gif')
      .resize({ width })
      // More effort takes ten times as long for a tenth less.
      .gif({ effort: 3, colours: 128, dither: 0, interFrameMaxError: 12, interPaletteMaxError: 16 })
      .toBuffer({ resolveWithObject: true })
    return {
      bytes: data,
      contentType: 'image/gif',
      width: info.width,
      height: info.pageHeight ?? info.height,
    }
  })
