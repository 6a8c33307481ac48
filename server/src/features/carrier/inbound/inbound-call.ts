import { fromStorableText, toStorableText } from '../../../platform/storable-text.ts'
import type { IncomingText } from '../../messages/intake/incoming-text.ts'
import type { Route } from '../../senders/route-number.ts'
import type { JournalEntry } from '../journal/journal-statements.ts'
import { formPairs } from '../plivo/form-pairs.ts'
import { type InboundText, parseInbound } from '../plivo/parse-inbound.ts'

/** A verified and parsed inbound webhook, with its place in the journal. */
export interface InboundCall {
  entry: JournalEntry
  text: InboundText
}

/** The call as a text for the account that it was routed to. */
export const incomingText = (call: InboundCall, route: Route): IncomingText => ({
  carrierMessageId: call.text.carrierMessageId,
  from: call.text.from,
  to: call.text.to,
  senderId: route.senderId,
  senderType: route.senderType,
  text: call.text.text,
  mediaCount: call.text.mediaUrls.length,
  mediaUrls: call.text.mediaUrls,
  intent: call.text.intent,
  carrierTime: call.text.carrierTime,
  receivedAt: call.entry.receivedAt,
})

/** The journal keeps a call's raw parameters in a form that PostgreSQL can hold. */
export const journalRaw = (encoded: string): string => toStorableText(encoded)

/** A call read back from the journal, for a replay. Throws if what was once parsed no longer can be. */
export const inboundCallOf = (entry: JournalEntry): InboundCall => {
  const parsed = parseInbound(formPairs(fromStorableText(entry.raw)))
  if (!parsed.ok)
    throw new Error(parsed.problems.map(({ field, problem }) => `${field} ${problem}`).join('; '))
  return { entry, text: parsed.value }
}
