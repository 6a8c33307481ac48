import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../../../platform/context.ts'
import { toGlobalId } from '../../../platform/ids.ts'
import type { Storage } from '../../../platform/storage/storage.ts'
import type { MediaRow } from '../media.graphql.ts'
import { mediaUrl } from '../media-address.ts'
import { fitPicture } from '../pictures/fit-picture.ts'
import { typeOfUpload } from '../sniff-media.ts'
import { LARGEST_SENT } from '../upload-limits.ts'
import { beginUpload } from './begin-upload.ts'
import { storeMedia } from './store-media.ts'

/** What uploading needs beside the database. */
export interface UploadParts {
  storage: Storage
  /** Folder that files pass through. */
  folder: string
}

/** What became of an upload, as `POST /media` answers it. */
export type UploadedMedia = Omit<MediaRow, 'rowId'>

/**
 * Takes a picture to be sent (R20): `receive` writes it to a file, which is looked at by its content, made to fit for
 * carriers and stored. Nobody sees anything of it before that; an upload that no message takes within a day is deleted.
 * @throws MediaRefused, with nothing of it kept; AppError RATE_LIMITED
 */
export const uploadMedia = async (
  ctx: Context,
  { storage, folder }: UploadParts,
  receive: (path: string) => Promise<void>,
): Promise<UploadedMedia> => {
  const { id, token } = await beginUpload(ctx)
  const path = join(folder, id)
  try {
    await receive(path)
    const { bytes, ...picture } = await fitPicture(path, await typeOfUpload(path), LARGEST_SENT)
    await storeMedia(ctx, storage, id, { bytes, ...picture })
    return {
      id: toGlobalId('Media', id),
      ...picture,
      byteSize: bytes.length,
      url: mediaUrl(ctx.publicUrl, { token, externalUrl: null }),
    }
  } finally {
    await rm(path, { force: true })
  }
}
