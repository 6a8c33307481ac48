import { z } from 'zod'
import { segmentsOf } from '../messages.ts'
import { isNorthAmerican, toDigits } from '../numbers.ts'
import { SandboxError } from '../sandbox-error.ts'

/** A send that Plivo would take. */
export interface SendRequest {
  /** Null with a powerpack. */
  src: string | null
  powerpackUuid: string | null
  destinations: string[]
  invalidNumbers: string[]
  text: string
  type: 'sms' | 'mms'
  mediaUrls: string[]
  callbackUrl: string | null
  callbackMethod: 'GET' | 'POST'
}

const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
const httpUrl = z.url({ protocol: /^https?$/, error: 'is not a valid URL' })
const list = (value: unknown): unknown => (typeof value === 'string' ? [value] : value)

// Form bodies carry everything as strings; what Plivo knows besides these is taken and left alone.
const body = z.looseObject({
  src: z.coerce.string().optional(),
  powerpack_uuid: z.string().optional(),
  dst: z.coerce.string({ error: 'parameter not present' }).min(1),
  text: z.string().refine(storable, { message: 'has characters that are not allowed' }).default(''),
  type: z.enum(['sms', 'mms']).default('sms'),
  media_urls: z.preprocess(list, z.array(httpUrl).max(10)).default([]),
  url: httpUrl.optional(),
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .pipe(z.enum(['GET', 'POST']))
    .default('POST'),
  message_expiry: z.coerce.number().int().min(5).max(10_800).optional(),
})

const gsmLimit = 1_600
const ucs2Limit = 737

function checkText({ text, type, media_urls }: z.infer<typeof body>): void {
  if (text === '' && (type === 'sms' || media_urls.length === 0)) {
    throw new SandboxError(400, 'text parameter not present')
  }
  if (text.length > (segmentsOf(text).ucs2 ? ucs2Limit : gsmLimit)) {
    throw new SandboxError(400, 'text is too long')
  }
  if (type === 'sms' && media_urls.length > 0) throw new SandboxError(400, 'media_urls go with type mms')
}

function parseSource({ src, powerpack_uuid }: z.infer<typeof body>): string | null {
  if (src === undefined && powerpack_uuid === undefined) {
    throw new SandboxError(400, 'src and powerpack_uuid are missing: one of them is required')
  }
  if (src !== undefined && powerpack_uuid !== undefined) {
    throw new SandboxError(400, 'only one of src and powerpack_uuid may be given')
  }
  if (src === undefined) return null
  const source = toDigits(src) ?? (/^(?=.*[A-Za-z])[A-Za-z0-9 _-]{1,11}$/.test(src) ? src : null)
  if (source === null) throw new SandboxError(400, 'src is not a valid number or sender ID')
  return source
}

/** Reads the body of a send as Plivo does; throws a 400 that names the parameter. */
export function parseSend(input: unknown): SendRequest {
  const parsed = body.parse(input ?? {})
  const src = parseSource(parsed)
  checkText(parsed)
  const numbers = parsed.dst.split('<').map((given) => ({ given, digits: toDigits(given) }))
  const destinations = [...new Set(numbers.flatMap(({ digits }) => digits ?? []))]
  if (destinations.length === 0) throw new SandboxError(400, 'dst is not a valid phone number')
  if (src !== null && destinations.includes(src)) throw new SandboxError(400, 'src and dst are the same')
  const north = destinations.every(isNorthAmerican)
  if (parsed.type === 'mms' && !north) throw new SandboxError(400, 'mms goes to the US and Canada only')
  if (src !== null && /[A-Za-z]/.test(src) && destinations.some(isNorthAmerican)) {
    throw new SandboxError(400, 'src may not be a sender ID for the US and Canada')
  }
  return {
    src,
    powerpackUuid: parsed.powerpack_uuid ?? null,
    destinations,
    invalidNumbers: numbers.flatMap(({ given, digits }) => (digits === null ? given : [])),
    text: parsed.text,
    type: parsed.type,
    mediaUrls: parsed.media_urls,
    callbackUrl: parsed.url ?? null,
    callbackMethod: parsed.method,
  }
}
