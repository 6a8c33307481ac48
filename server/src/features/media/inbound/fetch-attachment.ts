import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { GuardedError } from '../../../platform/guarded-http/guarded-error.ts'
import type { GuardedHttp } from '../../../platform/guarded-http/guarded-get.ts'
import { newId } from '../../../platform/ids.ts'
import type { Storage } from '../../../platform/storage/storage.ts'
import { NEW_MEDIA } from '../actions/begin-upload.ts'
import { type MediaFile, storeMedia } from '../actions/store-media.ts'
import { newMediaToken } from '../media-address.ts'
import { MediaRefused } from '../media-refusal.ts'
import { fitPicture } from '../pictures/fit-picture.ts'
import type { PictureType } from '../pictures/open-picture.ts'
import { typeOfFile } from '../sniff-media.ts'
import { LARGEST_SHOWN } from '../upload-limits.ts'
import type { DueAttachment } from './claim-attachments.ts'
import type { FetchOutcome } from './settle-attachment.ts'

/** What fetching needs beside the database. */
export interface FetchParts {
  http: GuardedHttp
  storage: Storage
  /** Folder that files pass through. */
  folder: string
}

/** Decoded and written anew: whatever else was in the file is gone. */
const pictures = new Map<string, PictureType>([
  ['image/jpeg', 'image/jpeg'],
  ['image/png', 'image/png'],
  ['image/apng', 'image/png'],
  ['image/gif', 'image/gif'],
  ['image/webp', 'image/webp'],
])

/** Kept as they came: browsers play these in a sandbox of their own, and a PDF is saved rather than opened. */
const others = new Set([
  'video/mp4',
  'video/3gpp',
  'video/quicktime',
  'audio/mpeg',
  'audio/amr',
  'audio/x-m4a',
  'audio/ogg',
  'application/pdf',
])

/** May be there in a moment: the carrier announces what it is still storing, and limits who asks. */
const passing = new Set([403, 404, 408, 425, 429])

/** Fetches one attachment, and stores it as its content says that it is (B1). Never throws for what was sent or the network. */
export const fetchAttachment = async (
  ctx: Context,
  parts: FetchParts,
  { url }: DueAttachment,
): Promise<FetchOutcome> => {
  try {
    const { status, bytes } = await parts.http.get(url)
    if (status !== 200)
      return { kind: status >= 500 || passing.has(status) ? 'LATER' : 'GIVEN_UP', problem: `HTTP_${status}` }
    return { kind: 'STORED', mediaId: await store(ctx, parts, bytes) }
  } catch (error) {
    if (error instanceof GuardedError) return { kind: 'GIVEN_UP', problem: error.reason }
    if (error instanceof MediaRefused) return { kind: 'GIVEN_UP', problem: error.code }
    ctx.log.warn({ err: error }, 'an attachment could not be fetched; it will be tried again')
    return { kind: 'LATER', problem: 'NOT_FETCHED' }
  }
}

/** Nothing is stored of what isn't shown. The row comes before the file, as with uploads. */
const store = async (ctx: Context, { storage, folder }: FetchParts, bytes: Buffer): Promise<string> => {
  const id = newId()
  const path = join(folder, id)
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600 })
    const file = await readAttachment(path)
    await inTransaction(ctx, (ctx) => sql(ctx, NEW_MEDIA, [id, 'INBOUND', newMediaToken(), new Date()]))
    await storeMedia(ctx, storage, id, file)
    return id
  } finally {
    await rm(path, { force: true })
  }
}

const readAttachment = async (path: string): Promise<MediaFile> => {
  const type = (await typeOfFile(path)) ?? 'unknown'
  const picture = pictures.get(type)
  if (picture) return fitPicture(path, picture, LARGEST_SHOWN)
  if (others.has(type)) return { bytes: await readFile(path), contentType: type, width: null, height: null }
  throw new MediaRefused('MEDIA_TYPE_UNSUPPORTED', `attachments of this type are not shown: ${type}`)
}
