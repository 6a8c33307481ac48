/** Why a file can't be a picture to send (R20). */
export type RefusalCode =
  | 'MEDIA_MISSING'
  | 'MEDIA_TYPE_UNSUPPORTED'
  | 'MEDIA_TOO_LARGE'
  | 'MEDIA_TOO_MANY_PIXELS'
  | 'MEDIA_INVALID'
  | 'MEDIA_UNFITTABLE'

/** A file was looked at and can't be taken; the message says why and what to do. Nothing of it is kept. */
export class MediaRefused extends Error {
  override name = 'MediaRefused'
  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
