import type { Logger } from 'pino'
import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Storage } from '../../../platform/storage/storage.ts'
import { mediaKey } from '../media-address.ts'

/** Media that no message took within a day. Those once doomed stay so. Attaching locks the same row: one of both wins. */
export const DOOM = `
  update media set doomed_at = coalesce(doomed_at, now())
  where id in (
    select id from media where attached_at is null and created_at < now() - interval '1 day' and origin <> 'EXTERNAL'
    order by created_at limit $1 for update skip locked
  ) and attached_at is null
  returning id, account_id as "accountId"`

const FORGET = 'delete from media where id = any ($1::uuid[]) and doomed_at is not null'

const BATCH = 100

/**
 * Deletes uploads that were never sent: first out of sight, then the file, then the row. A kill between any two of
 * these leaves what the next sweep finds again.
 */
export const sweepOrphans = async (db: Database, storage: Storage, log: Logger): Promise<void> => {
  for (;;) {
    const doomed = await querySystem<{ id: string; accountId: string }>(db, DOOM, [BATCH])
    const gone: string[] = []
    for (const media of doomed) {
      try {
        await storage.delete(mediaKey(media))
        gone.push(media.id)
      } catch (error) {
        log.error({ err: error, mediaId: media.id }, 'media could not be deleted; the next sweep tries again')
      }
    }
    await querySystem(db, FORGET, [gone])
    if (doomed.length < BATCH || gone.length === 0) return
  }
}
