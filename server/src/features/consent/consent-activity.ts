import { metrics } from '../activity/metrics.ts'
import type { Activity } from '../activity/record-activity.ts'
import type { ConsentState } from './consent.ts'
import type { LedgerLine } from './consent-statements.ts'

const metricOf: Record<ConsentState, string | null> = {
  SUBSCRIBED: metrics.subscribedToSms,
  UNSUBSCRIBED: metrics.unsubscribedFromSms,
  // A correction of our books; nothing that the person did.
  NEVER_SUBSCRIBED: null,
}

/** R31: a change of consent shows in the person's activity by itself; its evidence stays with the ledger. */
export const consentActivity = (line: LedgerLine): Activity[] => {
  const metric = metricOf[line.to_state]
  if (metric === null) return []
  return [
    {
      profileId: line.profile_id,
      metric,
      at: line.at,
      properties: { method: line.method, from: line.from_state, ...(line.rule && { rule: line.rule }) },
      messageId: line.message_id,
      uniqueId: line.id,
    },
  ]
}
