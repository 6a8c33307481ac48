import type { WriteContext } from '../../../platform/context.ts'
import { sql } from '../../../platform/db/in-transaction.ts'
import { type UserErrorItem, UserErrors, userError } from '../../../platform/errors.ts'
import { fromGlobalId } from '../../../platform/ids.ts'
import { countryOf } from '../../../platform/phone.ts'

/** R20: pictures in one message. At 500 KB each (upload-limits.ts) they stay within the 5 MB that Plivo takes together. */
export const MOST_MEDIA = 10

/** Plivo carries MMS nowhere else. */
const withMms = new Set(['US', 'CA'])

/** Whether media can be sent to a number. */
export const takesMedia = (to: string): boolean => withMms.has(countryOf(to) ?? '')

/** Media that a message is to carry, as the caller named them. */
export interface MediaToAttach {
  /** Global ids, in the order in which they are to be shown. */
  mediaIds: readonly string[]
  /** Whom the message goes to, E.164. */
  to: string
  /** Path of the ids in the input. */
  field?: string[]
}

const ATTACH = `
  update media set attached_at = coalesce(attached_at, $2)
  where account_id = entered_account() and id = any ($1::uuid[]) and stored_at is not null and doomed_at is null
  returning id, origin`

/**
 * Takes uploads for a message of this transaction, in their order, and gives their row ids for `messages.media_ids`; null
 * for none. An upload may be sent again in other messages, but not twice in one.
 * @throws UserErrors TOO_MANY_MEDIA, MEDIA_NOT_SUPPORTED, NOT_FOUND, MEDIA_REPEATED, MEDIA_NOT_SENDABLE
 */
export const attachMedia = async (
  ctx: WriteContext,
  { mediaIds, to, field = ['input', 'mediaIds'] }: MediaToAttach,
): Promise<string[] | null> => {
  if (mediaIds.length === 0) return null
  if (mediaIds.length > MOST_MEDIA)
    throw userError('TOO_MANY_MEDIA', `A message carries up to ${MOST_MEDIA} pictures.`, field)
  if (!takesMedia(to))
    throw userError(
      'MEDIA_NOT_SUPPORTED',
      'Pictures can be texted to numbers in the US and Canada only. Send a link instead.',
      field,
    )
  const ids = mediaIds.map((id) => fromGlobalId('Media', id))
  const rows = await sql<{ id: string; origin: string }>(ctx, ATTACH, [
    ids.filter((id) => id !== null),
    ctx.now,
  ])
  const origins = new Map(rows.map(({ id, origin }) => [id, origin]))
  const errors = ids.flatMap((id, index) => {
    const problem = problemWith(id, id === null ? undefined : origins.get(id), ids.indexOf(id) < index)
    return problem ? [{ ...problem, field: [...field, `${index}`] }] : []
  })
  if (errors.length > 0) throw new UserErrors(errors)
  return ids.filter((id) => id !== null)
}

/** Not yours, never was, not stored yet and deleted are the same answer (R3). */
const problemWith = (
  id: string | null,
  origin: string | undefined,
  isRepeated: boolean,
): Omit<UserErrorItem, 'field'> | null => {
  if (id === null || origin === undefined)
    return {
      code: 'NOT_FOUND',
      message: 'There is no such upload. Uploads that are not sent are kept for a day: upload it again.',
    }
  if (isRepeated) return { code: 'MEDIA_REPEATED', message: 'The same upload is in this message already.' }
  if (origin !== 'UPLOAD')
    return {
      code: 'MEDIA_NOT_SENDABLE',
      message: 'Only uploads can be sent. Upload it first, with POST /media.',
    }
  return null
}
