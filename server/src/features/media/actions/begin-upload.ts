import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { AppError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { newMediaToken } from '../media-address.ts'

/** A place for media that are to come. */
export interface MediaPlace {
  id: string
  token: string
}

/** Uploads of an account that are in no message (yet), begun within a minute and within a day: more is no agent's doing. */
const MOST_IN_A_MINUTE = 120
const MOST_IN_A_DAY = 5_000

/** Counts at most as many rows as the bound, by the index of unattached media. */
export const RECENT = `
  select count(*)::int as "inDay", count(*) filter (where created_at > $1::timestamptz - interval '1 minute')::int as "inMinute"
  from (
    select created_at from media
    where account_id = entered_account() and attached_at is null and created_at > $1::timestamptz - interval '1 day'
    order by created_at desc limit ${MOST_IN_A_DAY}
  ) recent`

export const NEW_MEDIA = `
  insert into media (id, account_id, origin, token, created_at) values ($1, entered_account(), $2, $3, $4)`

/**
 * Makes the row for an upload, before a byte of it is taken: so whatever becomes of it, there is no file that nothing
 * knows of. Nobody sees it until it is stored. @throws AppError RATE_LIMITED
 */
export const beginUpload = (ctx: Context): Promise<MediaPlace> =>
  inTransaction(ctx, async (ctx) => {
    const [recent] = await sql<{ inMinute: number; inDay: number }>(ctx, RECENT, [ctx.now])
    if (recent && (recent.inMinute >= MOST_IN_A_MINUTE || recent.inDay >= MOST_IN_A_DAY))
      throw new AppError(
        'RATE_LIMITED',
        `At most ${MOST_IN_A_MINUTE} uploads a minute and ${MOST_IN_A_DAY} a day may wait to be sent. Try again in a minute.`,
      )
    const place = { id: newId(), token: newMediaToken() }
    await sql(ctx, NEW_MEDIA, [place.id, 'UPLOAD', place.token, ctx.now])
    return place
  })
