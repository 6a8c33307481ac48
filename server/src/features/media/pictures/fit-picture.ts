import pLimit from 'p-limit'
import { MediaRefused } from '../media-refusal.ts'
import { fitGif } from './fit-gif.ts'
import { type FittedPicture, fitStill } from './fit-still.ts'
import type { PictureType } from './open-picture.ts'

/** Pictures worked on at once in this process: sharp works off the event loop, on threads that files need, too. */
const atOnce = pLimit(2)

/**
 * Makes of a picture what is stored: decoded as a whole, upright, without EXIF, in at most so many bytes (R20). Others
 * wait in turn. @throws MediaRefused, with the reason
 */
export const fitPicture = (path: string, type: PictureType, maxBytes: number): Promise<FittedPicture> =>
  atOnce(async () => {
    const fitted = type === 'image/gif' ? await fitGif(path, maxBytes) : await fitStill(path, type, maxBytes)
    if (fitted) return fitted
    throw new MediaRefused(
      'MEDIA_UNFITTABLE',
      `It can't be made small enough for carriers, which take about ${Math.round(maxBytes / 1000)} KB. Send a shorter or smaller one.`,
    )
  })
