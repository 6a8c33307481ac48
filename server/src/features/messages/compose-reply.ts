import type { WriteContext } from '../../platform/context.ts'
import { UserErrors } from '../../platform/errors.ts'
import { type Composition, compositionFor } from './compose-claimed.ts'
import { composeText, tryText } from './compose-text.ts'
import type { TextSize } from './measure-text.ts'

/** A reply's text as it was typed. */
export interface TypedReply {
  messageId: string
  profileId: string
  text: string
  /** Whether its links become short; null or absent: as the account's settings say (R34). */
  shortenLinks?: boolean | null
  /** An MMS is one segment, whatever its text. */
  hasMedia: boolean
}

/** What a message's row has of its text. */
export interface MessageText extends TextSize {
  text: string
  composition: Composition | null
}

/**
 * The text of a reply for its row: as it is sent if it goes at once, else as it was typed, to be put together when it
 * is due, with the size that it would have now. Either way it is refused if it can't be sent as things are.
 * @throws UserErrors COUPON_NOT_FOUND, COUPON_MALFORMED, COUPON_EMPTY, TEXT_TOO_LONG
 */
export const composeReply = async (
  ctx: WriteContext,
  reply: TypedReply,
  when: 'NOW' | 'LATER',
  field: string[] = ['input', 'text'],
): Promise<MessageText> => {
  const text = { ...reply, kind: 'REPLY', sourceId: null, shortenLinks: reply.shortenLinks ?? null } as const
  const size = reply.hasMedia ? { segments: 1 } : {}
  if (when === 'NOW') return { ...(await composeText(ctx, text, field)), ...size, composition: null }
  const tried = await tryText(ctx, text)
  if ('error' in tried) throw new UserErrors([{ ...tried.error, field }])
  return { ...tried, ...size, text: reply.text, composition: compositionFor(reply.shortenLinks) }
}
