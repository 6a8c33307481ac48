import type { MessageStatus } from './message.ts'

/** The part of an outbound message that its delivery moves. */
export interface DeliveryState {
  status: MessageStatus
  failureCode?: string | null
  failureDetail?: string | null
  carrierMessageId?: string | null
  /** The highest of the reports so far about the latest attempt; -1 while there is none. */
  carrierSequence: number
  /** Attempts that were started, the one under way included. */
  sendAttempts: number
  /** When the attempt under way was started; null when none is. */
  sendStartedAt?: Date | null
  nextAttemptAt?: Date | null
  segments: number
  sentAt?: Date | null
  deliveredAt?: Date | null
}

/** What the carrier reports of one of our messages. */
export interface DeliveryReport {
  carrierMessageId: string
  status: 'SENT' | 'DELIVERED' | 'UNDELIVERED' | 'FAILED'
  errorCode?: string
  sequence?: number
  units?: number
  at: Date
  /** Which attempt it is about, by the callback's path; unknown if the carrier lost it. */
  attempt?: number
}

/** How far a state is; a message never goes back (R21). A receipt outranks a failure: a person who has the text has it. */
const ranks: Partial<Record<MessageStatus, number>> = {
  SCHEDULED: 0,
  QUEUED: 0,
  UNKNOWN: 0,
  SENT: 1,
  UNDELIVERED: 2,
  FAILED: 2,
  DELIVERED: 3,
}

const rank = (status: MessageStatus): number => ranks[status] ?? 4

/**
 * Applies a carrier's report, whatever order reports come in (R21): says whether it changed anything. A report about
 * an earlier attempt counts only where it proves that the person was reached before the message went out again.
 */
export const applyReport = (message: DeliveryState, report: DeliveryReport): boolean => {
  if (isAboutAnotherAttempt(message, report)) return false
  if (rank(report.status) <= rank(message.status)) return learnId(message, report)
  if (
    rank(message.status) === 2 &&
    report.sequence !== undefined &&
    report.sequence < message.carrierSequence
  )
    return false
  message.status = report.status
  message.carrierMessageId = report.carrierMessageId
  message.carrierSequence = Math.max(message.carrierSequence, report.sequence ?? 0)
  message.segments = report.units ?? message.segments
  message.sendStartedAt = null
  message.nextAttemptAt = null
  message.sentAt ??= report.status === 'FAILED' ? null : report.at
  if (report.status === 'DELIVERED') message.deliveredAt = report.at
  const isFailure = report.status === 'FAILED' || report.status === 'UNDELIVERED'
  message.failureCode = isFailure ? (report.errorCode ?? '1000') : null
  message.failureDetail = null
  return true
}

const learnId = (message: DeliveryState, report: DeliveryReport): boolean => {
  if (message.carrierMessageId || rank(message.status) === 0) return false
  message.carrierMessageId = report.carrierMessageId
  return true
}

const isAboutAnotherAttempt = (message: DeliveryState, report: DeliveryReport): boolean => {
  if (message.carrierMessageId) return message.carrierMessageId !== report.carrierMessageId
  const isWaitingForRetry = message.status === 'QUEUED' && !message.sendStartedAt
  const isOld =
    report.attempt !== undefined &&
    (isWaitingForRetry ? report.attempt <= message.sendAttempts : report.attempt < message.sendAttempts)
  if (!isOld || !isWaitingForRetry) return isOld
  // "Sent" says nothing new of an attempt that reports have come of, such as the failure that led to the retry.
  const isNews = message.carrierSequence === -1
  return !(report.status === 'DELIVERED' || (report.status === 'SENT' && isNews))
}
