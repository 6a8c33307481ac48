import pLimit from 'p-limit'
import { AppError } from '../../../platform/errors.ts'
import { MediaRefused } from '../media-refusal.ts'
import { fitGif } from './fit-gif.ts'
import { type FittedPicture, fitStill } from './fit-still.ts'
import type { PictureType } from './open-picture.ts'

/** Pictures worked on at once in this process: sharp works off the event loop, on threads that files need, too. */
const atOnce = pLimit(2)
/** Beyond so many, who comes is sent away: they would wait for minutes. */
const MOST_WAITING = 100

/**
 * Makes of a picture what is stored: decoded as a whole, upright, without EXIF, in at most so many bytes (R20). Others
 * wait in turn. @throws MediaRefused, with the reason; AppError RATE_LIMITED when too many wait
 */
export const fitPicture = async (
  path: string,
  type: PictureType,
  maxBytes: number,
): Promise<FittedPicture> => {
  if (atOnce.pendingCount >= MOST_WAITING)
    throw new AppError('RATE_LIMITED', 'Too many pictures are being worked on. Try again in a minute.')
  const fitted = await atOnce(() =>
    type === 'image/gif' ? fitGif(path, maxBytes) : fitStill(path, type, maxBytes),
  )
  if (fitted) return fitted
  throw new MediaRefused(
    'MEDIA_UNFITTABLE',
    `It can't be made small enough for carriers, which take about ${Math.round(maxBytes / 1000)} KB. Send a shorter or smaller one.`,
  )
}
