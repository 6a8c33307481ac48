import { fromStorableText } from '../../../platform/storable-text.ts'
import type { RoutedReport } from '../../messages/actions/settle-deliveries.ts'
import { deliveryStates } from '../carrier.ts'
import type { JournalEntry } from '../journal/journal-statements.ts'
import { formPairs } from '../plivo/form-pairs.ts'
import { parseStatus, type StatusReport } from '../plivo/parse-status.ts'
import { type CallbackTarget, readCallbackPath } from './callback-path.ts'

/** A verified and parsed status callback, with its place in the journal. */
export interface StatusCall {
  entry: JournalEntry
  report: StatusReport
  /** Whom the path names; null where Plivo called the bare path. */
  target: CallbackTarget | null
}

/** What the callback says of a message, in our own words. */
export const routedReport = ({ entry, report, target }: StatusCall): RoutedReport => ({
  messageId: target?.messageId ?? null,
  report: {
    carrierMessageId: report.carrierMessageId,
    status: deliveryStates[report.status],
    errorCode: report.errorCode,
    sequence: report.sequence,
    units: report.units,
    at: report.reportedAt ?? report.sentAt ?? entry.receivedAt,
    attempt: target?.attempt,
  },
})

/** A callback read back from the journal. */
export const statusCallOf = (entry: JournalEntry): StatusCall => {
  const parsed = parseStatus(formPairs(fromStorableText(entry.raw)))
  if (!parsed.ok)
    throw new Error(parsed.problems.map(({ field, problem }) => `${field} ${problem}`).join('; '))
  return { entry, report: parsed.value, target: readCallbackPath(entry.path) }
}
