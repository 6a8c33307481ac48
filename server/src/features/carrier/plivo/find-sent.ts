import { z } from 'zod'
import { measureText } from '../../messages/measure-text.ts'
import { CarrierUnavailable, type SentCandidate, type SentQuery } from '../carrier.ts'
import { readCount, readErrorCode, readTime } from './parse-form.ts'
import { readStatus } from './parse-status.ts'
import type { PlivoHttp } from './plivo-http.ts'

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value == null ? undefined : String(value)))
const page = z.object({
  objects: z.array(
    z.object({
      message_uuid: z.string().min(1),
      from_number: text,
      to_number: text,
      message_direction: text,
      message_type: text,
      message_state: text,
      message_time: text,
      error_code: text,
      units: text,
    }),
  ),
})
type Listed = z.infer<typeof page>['objects'][number]

/** Plivo's own limits: 20 a page; and 20 look-ups a minute, so a few pages must do. */
const pageSize = 20
const pagesAtMost = 5
/** The list's times may be cut to the second. */
const listPrecisionMs = 1000

/** Implements `Carrier.findSent` on Plivo's message list. */
export async function findSent(http: PlivoHttp, query: SentQuery): Promise<SentCandidate[]> {
  const candidates: SentCandidate[] = []
  for (let number = 0; number < pagesAtMost; number++) {
    const listed = await listPage(http, query, number * pageSize)
    candidates.push(...listed.filter((one) => mayBe(one, query)).map(candidateOf))
    if (listed.length < pageSize) break
  }
  return candidates
}

async function listPage(
  http: PlivoHttp,
  { from, to, sentAfter }: SentQuery,
  offset: number,
): Promise<Listed[]> {
  const exchange = await http.get('Message/', {
    from_number: from,
    to_number: to,
    message_direction: 'outbound',
    // UTC; a look-up that gives no time covers the last 24 hours only.
    message_time__gt: sentAfter.toISOString().replace('T', ' ').replace('Z', '000'),
    limit: String(pageSize),
    offset: String(offset),
  })
  if (!exchange.answered) throw new CarrierUnavailable(`Plivo's message list: ${exchange.detail}`)
  const parsed = exchange.status === 200 ? page.safeParse(exchange.body) : undefined
  if (parsed?.success) return parsed.data.objects
  throw new CarrierUnavailable(`Plivo's message list: HTTP ${exchange.status}`, exchange.retryAfterMs)
}

/** A wrong match would mark a message as sent that was not: whatever contradicts rules a candidate out. */
function mayBe(one: Listed, { from, to, sentAfter, text: sent }: SentQuery): boolean {
  const units = readCount(one.units)
  const time = readTime(one.message_time)
  return (
    one.message_direction !== 'inbound' &&
    (one.from_number === undefined || sameAddress(one.from_number, from)) &&
    (one.to_number === undefined || sameAddress(one.to_number, to)) &&
    (time === undefined || time.getTime() + listPrecisionMs > sentAfter.getTime()) &&
    (one.message_type === 'mms' || units === undefined || units === 0 || units === measureText(sent).segments)
  )
}

function sameAddress(a: string, b: string): boolean {
  return a.replace(/^\+/, '') === b.replace(/^\+/, '')
}

function candidateOf(one: Listed): SentCandidate {
  return {
    carrierMessageId: one.message_uuid,
    status: readStatus(one.message_state),
    errorCode: readErrorCode(one.error_code),
    units: readCount(one.units),
    sentAt: readTime(one.message_time),
  }
}
