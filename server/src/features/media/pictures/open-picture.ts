import sharp, { type Sharp } from 'sharp'
import { MediaRefused } from '../media-refusal.ts'

/** What pictures may be, by their content. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'

/** Of one picture, or of all frames of a GIF together: the most that is decoded. A phone's largest photo is 50 million. */
export const MOST_PIXELS = 100_000_000
/** Seconds that sharp works on one step; what takes longer was made to. */
const PATIENCE_S = 30

// Strangers' files: of libvips' many readers only those of our types. Nothing is remembered by a file's name.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadNsgif', 'VipsForeignLoadWebp'],
})
sharp.cache(false)
// One thread a picture: how many are worked on at once is ours to say (fit-picture.ts).
sharp.concurrency(1)

/** A file as sharp sees it, upright, as soon as it is read; each use decodes it anew. */
export const openPicture = (path: string, type: PictureType): Sharp =>
  sharp(path, {
    animated: type === 'image/gif',
    autoOrient: true,
    limitInputPixels: MOST_PIXELS,
    // Phones write JPEGs that libjpeg warns of; what is cut off or broken is an error.
    failOn: 'error',
  }).timeout({ seconds: PATIENCE_S })

/** Runs a step of sharp's; what fails there is the file's fault. @throws MediaRefused */
export const decoding = async <T>(step: () => Promise<T>): Promise<T> => {
  try {
    return await step()
  } catch (error) {
    if (error instanceof Error && error.message.includes('exceeds pixel limit'))
      throw new MediaRefused(
        'MEDIA_TOO_MANY_PIXELS',
        `The picture has more than ${MOST_PIXELS / 1_000_000} million pixels, all frames taken together. Send a smaller one.`,
        { cause: error },
      )
    throw new MediaRefused(
      'MEDIA_INVALID',
      'The picture is broken, cut off, or takes too long to read. Save it again, and send that.',
      { cause: error },
    )
  }
}
