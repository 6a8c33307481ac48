import type { Change } from '../../../platform/change-log/change.ts'
import { batchTransaction, type Statement } from '../../../platform/db/batch-transaction.ts'
import type { Database } from '../../../platform/db/database.ts'
import { deliveryActivity } from '../delivery-activity.ts'
import { type DeliveryMove, type DeliveryPoint, deliveryEffects } from '../delivery-effects.ts'
import { carrierOptOuts, type OptOutSubject } from '../delivery-opt-outs.ts'
import { deliveryReach, type ReachSubject } from '../delivery-reach.ts'
import { applyReport, type DeliveryReport, type DeliveryState } from '../delivery-rules.ts'
import type { MessageKind } from '../message.ts'

/** A report, and the message it is about where the callback's path says so; else the carrier's id finds it. */
export interface RoutedReport {
  messageId: string | null
  report: DeliveryReport
}

/** `UNROUTED`: no message of the account is meant. `DUPLICATE`: it changed nothing. */
export type ReportOutcome = 'DONE' | 'DUPLICATE' | 'UNROUTED'

interface MessageRow extends DeliveryState, OptOutSubject, ReachSubject {
  kind: MessageKind
  sourceId: string | null
}

const MESSAGES = {
  name: 'deliveries_messages',
  text: `
    select m.id, m.profile_id as "profileId", c.id as "conversationId", m.kind, m.source_id as "sourceId", m.status, m.failure_code as "failureCode",
      m.failure_detail as "failureDetail", m.carrier_message_id as "carrierMessageId", m.carrier_sequence as "carrierSequence",
      m.send_attempts as "sendAttempts", m.send_started_at as "sendStartedAt", m.next_attempt_at as "nextAttemptAt",
      m.segments, m.sent_at as "sentAt", m.delivered_at as "deliveredAt", p.consent, p.consent_since as "consentSince",
      p.phone_number as "phoneNumber",
      p.unreachable_at is not null as "isUnreachable"
    from messages m join profiles p on p.id = m.profile_id left join conversations c on c.profile_id = m.profile_id
    where m.account_id = entered_account() and m.direction = 'OUTBOUND' and m.id in (
      select unnest($1::uuid[]) union all
      select id from messages where account_id = entered_account() and carrier_message_id = any ($2))`,
}

const UPDATE = `
  update messages m set status = n.status, failure_code = n."failureCode", failure_detail = n."failureDetail",
    carrier_message_id = n."carrierMessageId", carrier_sequence = n."carrierSequence", send_started_at = n."sendStartedAt",
    next_attempt_at = n."nextAttemptAt", segments = n.segments, sent_at = n."sentAt", delivered_at = n."deliveredAt"
  from json_to_recordset($1::json) as n(id uuid, status text, "failureCode" text, "failureDetail" text, "carrierMessageId" text,
    "carrierSequence" int, "sendStartedAt" timestamptz, "nextAttemptAt" timestamptz, segments int, "sentAt" timestamptz,
    "deliveredAt" timestamptz)
  where m.account_id = entered_account() and m.id = n.id`

/**
 * Takes the carrier's reports about one account's messages, in one transaction: states only move forward (R21), and
 * a refusal by opt-out (error 200) updates consent as a keyword would (R17), and one for good marks the number as
 * unreachable (R19). Failures and receipts show in the activity
 * of their people (R31).
 */
export const settleDeliveries = (
  db: Database,
  accountId: string,
  reports: RoutedReport[],
  alongside: (outcomes: ReportOutcome[]) => Statement[],
): Promise<ReportOutcome[]> =>
  batchTransaction<[MessageRow], ReportOutcome[]>(
    db,
    accountId,
    [
      {
        ...MESSAGES,
        values: [
          reports.map((one) => one.messageId).filter((id) => id !== null),
          reports.map((one) => one.report.carrierMessageId),
        ],
      },
    ],
    (_head, [rows]) => {
      const before = new Map(rows.map((row) => [row.id, pointOf(row)]))
      const changed = new Map<string, MessageRow>()
      const outcomes = reports.map((one) => take(rows, changed, one))
      const optOuts = carrierOptOuts([...changed.values()])
      const reach = deliveryReach([...changed.values()])
      const changes = [...[...changed.values()].map(messageChange), ...optOuts.changes, ...reach.changes]
      const statements = [...alongside(outcomes)]
      if (changed.size > 0)
        statements.push({
          name: 'deliveries_update',
          text: UPDATE,
          values: [JSON.stringify([...changed.values()])],
        })
      statements.push(...deliveryEffects([...changed.values()].map((message) => moveOf(message, before))))
      statements.push(...deliveryActivity([...changed.values()]), ...optOuts.statements, ...reach.statements)
      return { statements, changes, result: outcomes }
    },
  )

const pointOf = ({ status, sentAt }: MessageRow): DeliveryPoint => ({ status, sentAt: sentAt ?? null })

const moveOf = (message: MessageRow, before: Map<string, DeliveryPoint>): DeliveryMove => ({
  ...message,
  ...pointOf(message),
  was: before.get(message.id) ?? pointOf(message),
})

const take = (
  rows: MessageRow[],
  changed: Map<string, MessageRow>,
  { messageId, report }: RoutedReport,
): ReportOutcome => {
  const message =
    rows.find((row) => row.id === messageId) ??
    rows.find((row) => row.carrierMessageId === report.carrierMessageId)
  if (!message) return 'UNROUTED'
  if (!applyReport(message, report)) return 'DUPLICATE'
  changed.set(message.id, message)
  return 'DONE'
}

const messageChange = (message: MessageRow): Change => ({
  kind: 'MESSAGE_CHANGED',
  messageId: message.id,
  conversationId: message.conversationId,
  profileId: message.profileId,
})
