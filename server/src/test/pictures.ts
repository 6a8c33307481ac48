import { randomFillSync } from 'node:crypto'
import sharp, { type Sharp } from 'sharp'

interface Size {
  width: number
  height: number
}

/** Noise: the picture that compresses worst. */
const noise = ({ width, height }: Size, channels: 3 | 4, frames = 1): Sharp =>
  sharp(randomFillSync(Buffer.alloc(width * height * frames * channels)), {
    raw: { width, height: height * frames, channels, ...(frames > 1 && { pageHeight: height }) },
  })

const drawn = ({ width, height }: Size): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#2563eb' } })

/** Real files of every kind, made as they are asked for. */
export const pictures = {
  /** A JPEG of one colour; `tags` are written as EXIF, of which orientation 6 means "turn me right". */
  jpeg: (size: Size, tags?: { orientation?: number; artist?: string }): Promise<Buffer> => {
    const image = drawn(size).jpeg()
    if (!tags) return image.toBuffer()
    const exif = tags.artist ? { exif: { IFD0: { Artist: tags.artist } } } : {}
    return image.withMetadata({ ...exif, orientation: tags.orientation }).toBuffer()
  },
  noisyJpeg: (size: Size): Promise<Buffer> => noise(size, 3).jpeg({ quality: 95 }).toBuffer(),
  png: (size: Size): Promise<Buffer> => drawn(size).png().toBuffer(),
  noisyPng: (size: Size, channels: 3 | 4): Promise<Buffer> => noise(size, channels).png().toBuffer(),
  webp: (size: Size): Promise<Buffer> => drawn(size).webp().toBuffer(),
  /** An animation whose frames last 80, 90, 100 … ms. */
  gif: (size: Size, frames: number): Promise<Buffer> =>
    noise(size, 3, frames)
      .gif({ effort: 1, delay: Array.from({ length: frames }, (_, frame) => 80 + 10 * frame), loop: 3 })
      .toBuffer(),
  /** A blank frame, so many times over. */
  gifBomb: async (size: Size, frames: number): Promise<Buffer> => {
    const one = await drawn(size).gif({ effort: 1 }).toBuffer()
    // Header and screen are 13 bytes; the colours that follow are as many as the screen's flags say.
    const colours = 3 * 2 ** (((one[10] ?? 0) & 7) + 1)
    const frame = one.subarray(13 + colours, -1)
    const repeated = Array.from({ length: frames }, () => frame)
    return Buffer.concat([one.subarray(0, 13 + colours), ...repeated, one.subarray(-1)])
  },
  /** A few hundred that unpack to so many pixels. */
  bomb: (size: Size): Promise<Buffer> =>
    sharp({
      create: { ...size, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer(),
}
