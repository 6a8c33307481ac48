import { parsePhoneNumber } from '../../../platform/phone.ts'
import { toStorableText } from '../../../platform/storable-text.ts'
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

/** A text that came in, as Plivo told it. */
export interface InboundText {
  carrierMessageId: string
  /** E.164, or the bare digits of a short code. */
  from: string
  /** As `from`. */
  to: string
  /** Exactly as sent: pass it through `toStorableText` on its way into the database. */
  text: string
  type: 'sms' | 'mms' | 'whatsapp'
  mediaUrls: string[]
  /** Segments, as billed. */
  units?: number
  /** What the carrier itself took the text for, and acted on (R17). */
  intent?: 'optout' | 'optin' | 'help'
  errorCode?: string
  powerpackId?: string
  /** For display only: order is that of arrival (R12). */
  carrierTime?: Date
}

/** Reads the parameters of Plivo's inbound webhook in every form that Plivo is known or said to use. */
export function parseInbound(params: readonly FormPair[]): Parsed<InboundText> {
  const values = firstValues(params)
  const problems: FieldProblem[] = []
  const carrierMessageId = readMessageId(values, problems)
  const from = readAddress(values, 'From', problems)
  const to = readAddress(values, 'To', problems)
  const mediaUrls = readMediaUrls(values, problems)
  const text = readText(values, mediaUrls, problems)
  if (problems.length > 0) return { ok: false, problems }

  const value: InboundText = {
    carrierMessageId,
    from,
    to,
    text,
    type: readType(values, mediaUrls),
    mediaUrls,
    units: readCount(values.get('Units')),
    intent: readIntent(values.get('MessageIntent')),
    errorCode: readErrorCode(values.get('ErrorCode')),
    powerpackId: toStorableText(values.get('PowerpackUUID') ?? '') || undefined,
    carrierTime: readTime(values.get('MessageTime')),
  }
  return { ok: true, value }
}

function readAddress(values: Map<string, string>, field: 'From' | 'To', problems: FieldProblem[]): string {
  const given = values.get(field)?.trim() ?? ''
  if (given === '') {
    problems.push({ field, problem: 'is missing' })
    return ''
  }
  if (/^\d{3,6}$/.test(given)) return given
  if (/^\+?[1-9]\d{6,14}$/.test(given)) {
    const number = parsePhoneNumber(given)
    if (number !== null) return number
    if (/^\d{7,8}$/.test(given)) return given
    // Of a length unheard of in its country; but the carrier delivered it, so it is taken.
    return given.startsWith('+') ? given : `+${given}`
  }
  problems.push({ field, problem: 'is neither an E.164 number nor a short code' })
  return ''
}

/** An MMS’s text comes as `Body` or as `Text`. */
function readText(values: Map<string, string>, mediaUrls: string[], problems: FieldProblem[]): string {
  const text = values.get('Text')
  const body = values.get('Body')
  if (text === undefined && body === undefined && mediaUrls.length === 0) {
    problems.push({ field: 'Text', problem: 'is missing' })
  }
  return text || body || ''
}

/** Numbered from `Media0` or from `Media1`, and not always in order. */
function readMediaUrls(values: Map<string, string>, problems: FieldProblem[]): string[] {
  const numbered: [number, string][] = []
  for (const [key, url] of values) {
    if (!key.startsWith('Media') || url === '') continue
    const index = readCount(key.slice('Media'.length))
    if (index === undefined) continue
    const parsed = URL.parse(url)
    if (parsed?.protocol === 'https:' || parsed?.protocol === 'http:') numbered.push([index, parsed.href])
    else problems.push({ field: key, problem: 'is not an http(s) URL' })
  }
  return numbered.sort(([a], [b]) => a - b).map(([, url]) => url)
}

function readType(values: Map<string, string>, mediaUrls: string[]): InboundText['type'] {
  const type = values.get('Type')?.toLowerCase()
  if (type === 'sms' || type === 'mms' || type === 'whatsapp') return type
  return mediaUrls.length > 0 ? 'mms' : 'sms'
}

function readIntent(value: string | undefined): InboundText['intent'] {
  const intent = value?.trim().toLowerCase()
  return intent === 'optout' || intent === 'optin' || intent === 'help' ? intent : undefined
}
