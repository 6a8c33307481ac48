import { querySystem } from '../../platform/db/as-system.ts'
import type { Database } from '../../platform/db/database.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { MediaRow } from './media.graphql.ts'
import { mediaUrl } from './media-address.ts'

interface Columns {
  id: string
  token: string
  externalUrl: string | null
  contentType: string
  byteSize: number
  width: number | null
  height: number | null
}

/** What is stored, and not about to be deleted. */
const SHOWN = 'stored_at is not null and doomed_at is null'

export const BY_ID = {
  name: 'media_by_id',
  text: `
    select id, token, external_url as "externalUrl", content_type as "contentType", byte_size as "byteSize", width, height
    from media where account_id = $1 and id = any ($2::uuid[]) and ${SHOWN}`,
}

/** Media by row id: those of a page of messages in one read. */
export const mediaById = defineLoader<MediaRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<Columns>(ctx.db.pool, accountId, BY_ID, [accountId, ids])
    return rows.map(({ id, token, externalUrl, ...row }) => ({
      ...row,
      id: toGlobalId('Media', id),
      rowId: id,
      url: mediaUrl(ctx.publicUrl, { token, externalUrl }),
    }))
  },
  (media) => media.rowId,
)

/** A file that can be served. */
export interface ServedMedia {
  id: string
  accountId: string
  contentType: string
  byteSize: number
}

export const BY_TOKEN = `
  select id, account_id as "accountId", content_type as "contentType", byte_size as "byteSize"
  from media where token = $1 and external_url is null and ${SHOWN}`

/** The file behind an address of ours: whoever knows it may have it, so it is looked for in all accounts. */
export const mediaByToken = async (db: Database, token: string): Promise<ServedMedia | null> =>
  (await querySystem<ServedMedia & Record<string, unknown>>(db, BY_TOKEN, [token]))[0] ?? null
