import { recordChange } from '../../platform/change-log/record-change.ts'
import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { composeTexts } from './compose-text.ts'
import type { MessageKind } from './message.ts'

/** How a message that waits is put together when it is claimed: column `messages.composition`. */
export type Composition = 'BY_SETTINGS' | 'SHORT_LINKS' | 'FULL_LINKS'

/** The mark for a message that is stored as it was written, by what its sender said of its links (R34). */
export const compositionFor = (shortenLinks: boolean | null | undefined): Composition => {
  if (shortenLinks == null) return 'BY_SETTINGS'
  return shortenLinks ? 'SHORT_LINKS' : 'FULL_LINKS'
}

/** The same the other way. */
export const shortensLinks = (composition: Composition): boolean | null =>
  composition === 'BY_SETTINGS' ? null : composition === 'SHORT_LINKS'

/** A message that is about to be handed to the carrier. */
export interface ClaimedText {
  id: string
  profileId: string
  conversationId: string | null
  kind: MessageKind
  sourceId: string | null
  text: string
  /** Null: the text is as it is sent. */
  composition: Composition | null
}

const KEEP = `
  update messages set text = $2, encoding = $3, composition = null,
    segments = case when media_ids is null then $4 else 1 end
  where account_id = entered_account() and id = $1`

/**
 * The text of a claimed message as it is sent (R23, R34). Puts it together the first time, in the claim's transaction,
 * and keeps it: later attempts take no other code and make no other links. Gives the failure's code where it can't be
 * (COUPON_EMPTY, COUPON_NOT_FOUND, COUPON_MALFORMED, TEXT_TOO_LONG): the message stays as it was written, and a
 * retry tries again.
 */
export const composeClaimed = async (
  ctx: WriteContext,
  message: ClaimedText,
): Promise<{ text: string } | { failureCode: string }> => {
  const { id, profileId, conversationId, composition } = message
  if (composition === null) return { text: message.text }
  const shortenLinks = shortensLinks(composition)
  const [composed] = await composeTexts(ctx, [{ ...message, messageId: id, shortenLinks }])
  if (!composed) throw new Error('a text came out as nothing')
  if ('error' in composed) return { failureCode: composed.error.code }
  await sql(ctx, KEEP, [id, composed.text, composed.encoding, composed.segments])
  if (composed.text !== message.text)
    recordChange(ctx, { kind: 'MESSAGE_CHANGED', messageId: id, conversationId, profileId })
  return { text: composed.text }
}
