import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { changeConsent, findSubject, readReason } from '../agent-consent.ts'

/**
 * R18: records that a person agreed to be texted, as an agent was told, with the reason as evidence. Of who is
 * subscribed already nothing changes.
 * @throws userError NOT_FOUND, REASON_REQUIRED, REASON_TOO_LONG, REASON_INVALID; OPTED_OUT over the customer's own
 *   opt-out, which only they can take back
 */
export const subscribeProfile = async (ctx: Context, profileId: string, given: string): Promise<void> => {
  const reason = readReason(given)
  if (reason === null)
    throw userError('REASON_REQUIRED', 'Say how the person agreed: when, where, in which words.', ['reason'])
  await inTransaction(ctx, async (ctx) => {
    const subject = await findSubject(ctx, profileId)
    if (subject.consent === 'SUBSCRIBED') return
    if (subject.consent === 'UNSUBSCRIBED' && subject.optedOutByCustomer)
      throw userError(
        'OPTED_OUT',
        'This person opted out themselves. Only they can take it back, by texting START.',
        ['id'],
      )
    await changeConsent(ctx, subject, {
      to_state: 'SUBSCRIBED',
      evidence: reason,
      rule: null,
      opted_out_by_customer: false,
    })
  })
}
