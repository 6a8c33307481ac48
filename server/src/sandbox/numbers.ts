import { parsePhoneNumber } from '../platform/phone.ts'

const shortCode = /^\d{3,6}$/

/** Numbers as Plivo writes them, without `+`; null if it is neither a phone number nor a short code. */
export function toDigits(input: string): string | null {
  const text = input.trim()
  return shortCode.test(text) ? text : (parsePhoneNumber(text)?.slice(1) ?? null)
}

/** For the JSON API: E.164 with `+`; short codes and branded senders as they are. */
export const toE164 = (digits: string): string => (/^\d{7,15}$/.test(digits) ? `+${digits}` : digits)

/** A number of the North American plan that is no short code: where Plivo answers STOP itself, and where MMS goes. */
export const isNorthAmerican = (digits: string): boolean => /^1\d{10}$/.test(digits)
