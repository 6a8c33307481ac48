import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { changeConsent, findSubject, readReason, recordProfileChange } from '../agent-consent.ts'
import { hasOptOutWord } from '../keywords.ts'
import { settlePossibleOptOuts } from '../settle-possible-opt-outs.ts'

const TEXTS = `
  select text from messages
  where account_id = entered_account() and profile_id = $1 and direction = 'INBOUND'
  order by seq desc limit 50`

/**
 * B2, R16: opts a person out by an agent's hand. Where one of their texts was flagged as a possible opt-out it is the
 * customer's own from then on, with that text as evidence; else it is the agent's, which an agent can take back. No
 * confirmation goes out: by now the person may have written hours ago, and the carriers allow one within minutes.
 * @throws userError NOT_FOUND, REASON_TOO_LONG, REASON_INVALID
 */
export const unsubscribeProfile = async (
  ctx: Context,
  profileId: string,
  given: string | null | undefined,
): Promise<void> => {
  const reason = readReason(given)
  await inTransaction(ctx, async (ctx) => {
    const subject = await findSubject(ctx, profileId)
    const isOwn = subject.optedOutByCustomer || subject.possibleOptOut
    await settlePossibleOptOuts(ctx, [subject.id])
    if (subject.consent !== 'UNSUBSCRIBED' || isOwn !== subject.optedOutByCustomer) {
      const text = subject.possibleOptOut ? await flaggedText(ctx, subject.id) : null
      await changeConsent(ctx, subject, {
        to_state: 'UNSUBSCRIBED',
        evidence: [text, reason].filter((part) => part !== null).join('\n') || null,
        rule: subject.possibleOptOut ? 'POSSIBLE_OPT_OUT' : null,
        opted_out_by_customer: isOwn,
      })
    } else if (subject.possibleOptOut) recordProfileChange(ctx, subject)
  })
}

/** The latest text with an opt-out word in it: the flag stands in the conversation alone. */
const flaggedText = async (ctx: WriteContext, profileId: string): Promise<string | null> => {
  const rows = await sql<{ text: string }>(ctx, TEXTS, [profileId])
  return rows.find(({ text }) => hasOptOutWord(text))?.text ?? null
}
