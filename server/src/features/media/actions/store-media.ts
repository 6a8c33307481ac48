import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import type { Storage } from '../../../platform/storage/storage.ts'
import { mediaKey } from '../media-address.ts'

/** Bytes to be stored, with what is known of them. */
export interface MediaFile {
  bytes: Uint8Array
  contentType: string
  width: number | null
  height: number | null
}

const STORED = `
  update media set content_type = $2, byte_size = $3, width = $4, height = $5, stored_at = $6
  where account_id = entered_account() and id = $1 and stored_at is null and doomed_at is null
  returning id`

/** Puts the file of media where it stays, and only then says that it is there. */
export const storeMedia = async (
  ctx: Context,
  storage: Storage,
  id: string,
  { bytes, contentType, width, height }: MediaFile,
): Promise<void> => {
  const key = mediaKey({ accountId: ctx.actor.accountId, id })
  await storage.put(key, bytes, contentType)
  const stored = await inTransaction(ctx, (ctx) =>
    sql(ctx, STORED, [id, contentType, bytes.length, width, height, new Date()]),
  )
  if (stored.length === 0) throw new Error('the media took longer to store than their row is kept')
}
