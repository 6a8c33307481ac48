import type { CarrierStatus } from '../carrier.ts'
import type { FormPair } from './form-pairs.ts'
import {
  type FieldProblem,
  firstValues,
  type Parsed,
  readCount,
  readErrorCode,
  readMessageId,
  readTime,
} from './parse-form.ts'

const statuses: readonly CarrierStatus[] = [
  'queued',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'rejected',
  'read',
]

/** The status that Plivo names, or undefined if it is none that we know. */
export function readStatus(value: string | undefined): CarrierStatus | undefined {
  const name = value?.trim().toLowerCase()
  return statuses.find((status) => status === name)
}

/** One status callback about a message we sent. */
export interface StatusReport {
  carrierMessageId: string
  status: CarrierStatus
  /** One of error-codes.ts, or verbatim; never the codes for "no error". */
  errorCode?: string
  /** Orders the reports of one message, which may come late, twice or never. */
  sequence?: number
  /** Segments, as billed. */
  units?: number
  queuedAt?: Date
  sentAt?: Date
  /** When the carrier's receipt came: of delivery, or of its failure. */
  reportedAt?: Date
}

/** Reads the parameters of Plivo's status callback. */
export function parseStatus(params: readonly FormPair[]): Parsed<StatusReport> {
  const values = firstValues(params)
  const problems: FieldProblem[] = []
  const carrierMessageId = readMessageId(values, problems)
  const given = values.get('Status')?.trim().toLowerCase() ?? ''
  const status = statuses.find((one) => one === given)
  if (status === undefined) {
    problems.push({
      field: 'Status',
      problem: given === '' ? 'is missing' : `is none of ${statuses.join(', ')}`,
    })
    return { ok: false, problems }
  }
  if (problems.length > 0) return { ok: false, problems }

  const value: StatusReport = {
    carrierMessageId,
    status,
    errorCode: readErrorCode(values.get('ErrorCode')),
    sequence: readCount(values.get('Sequence')),
    units: readCount(values.get('Units')),
    queuedAt: readTime(values.get('QueuedTime')),
    sentAt: readTime(values.get('SentTime')),
    reportedAt: readTime(values.get('DeliveryReportTime')),
  }
  return { ok: true, value }
}
