import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { parsePhoneNumber } from '../../platform/phone.ts'
import type { SenderType } from './sender.entity.ts'

/** What one can send from, in the form in which it is kept. */
export interface SenderAddress {
  address: string
  type: SenderType
}

const shortCode = /^\d{5,6}$/
/** Plivo: up to 11 characters. Without a letter it would be a number. */
const branded = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/

/**
 * Reads a number in E.164, a short code or a branded sender ID, and tells which it is; null for anything else. A long
 * number needs its `+`: without it, a national number passes for that of another country.
 */
export const readSenderAddress = (text: string): SenderAddress | null => {
  const trimmed = text.trim()
  if (shortCode.test(trimmed)) return { address: trimmed, type: 'SHORT_CODE' }
  if (branded.test(trimmed)) return { address: trimmed, type: 'ALPHANUMERIC' }
  const address = trimmed.startsWith('+') ? parsePhoneNumber(trimmed) : null
  if (!address) return null
  const isTollFree = parsePhoneNumberFromString(address)?.getType() === 'TOLL_FREE'
  return { address, type: isTollFree ? 'TOLL_FREE' : 'LONG_CODE' }
}
