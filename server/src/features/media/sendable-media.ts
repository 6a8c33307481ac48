import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { mediaUrl } from './media-address.ts'

const OF_MESSAGE = `
  select m.token, m.external_url as "externalUrl"
  from unnest($1::uuid[]) with ordinality as asked(id, nth)
  join media m on m.account_id = entered_account() and m.id = asked.id
  order by asked.nth`

/** Addresses that the carrier fetches a message's media from, in their order. */
export const sendableMediaUrls = async (ctx: WriteContext, mediaIds: string[] | null): Promise<string[]> => {
  if (!mediaIds) return []
  const rows = await sql<{ token: string; externalUrl: string | null }>(ctx, OF_MESSAGE, [mediaIds])
  if (rows.length !== mediaIds.length) throw new Error('a message names media that are not there')
  return rows.map((row) => mediaUrl(ctx.publicUrl, row))
}
