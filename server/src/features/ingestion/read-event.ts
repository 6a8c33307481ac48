import type { E164 } from '../../platform/phone.ts'
import { ItemReader, LONGEST_ID, yearsBefore } from './item-reader.ts'
import { checkProperties, type Properties } from './properties.ts'

/** An event as an integrator tells of it. */
export interface EventFields {
  phoneNumber: string
  metric: string
  at?: string | null
  uniqueId?: string | null
  properties?: Properties | null
  value?: { amount: string; currencyCode: string } | null
}

/** The same, read. */
export interface ReadEvent {
  phoneNumber: E164
  metric: string
  at: Date
  uniqueId: string | null
  properties: Properties
  value: { amount: string; currencyCode: string } | null
}

const LONGEST_METRIC = 200
const OLDEST_YEARS = 20

/** What numeric(20, 6) holds exactly. */
const amount = /^-?\d{1,14}(\.\d{1,6})?$/
const currencies = new Set(Intl.supportedValuesOf('currency'))

/**
 * Reads an event. Codes: PHONE_NUMBER_INVALID, METRIC_*, AT_INVALID, AT_IN_FUTURE, AT_TOO_OLD (20 years), UNIQUE_ID_*,
 * PROPERTIES_INVALID, PROPERTIES_TOO_LARGE, AMOUNT_INVALID, CURRENCY_INVALID.
 */
export const readEvent =
  (now: Date) =>
  (fields: EventFields, index: number): { item: ReadEvent | null; userErrors: ItemReader['errors'] } => {
    const reader = new ItemReader(['events', String(index)])
    const phoneNumber = reader.phoneNumber(fields.phoneNumber)
    const metric = reader.line(fields.metric, { longest: LONGEST_METRIC, stem: 'METRIC' }, 'metric')
    const at = reader.past(fields.at, now, yearsBefore(now, OLDEST_YEARS))
    const uniqueId =
      fields.uniqueId == null
        ? null
        : reader.line(fields.uniqueId, { longest: LONGEST_ID, stem: 'UNIQUE_ID' }, 'uniqueId')
    const properties = checkProperties(reader, fields.properties ?? {})
    const value = fields.value ? readMoney(reader, fields.value) : null
    const isGood = phoneNumber && metric && at && properties && reader.errors.length === 0
    return {
      item: isGood ? { phoneNumber, metric, at, uniqueId, properties, value } : null,
      userErrors: reader.errors,
    }
  }

const readMoney = (reader: ItemReader, money: { amount: string; currencyCode: string }) => {
  const currencyCode = money.currencyCode.trim().toUpperCase()
  if (!amount.test(money.amount))
    reader.refuse(
      'AMOUNT_INVALID',
      'It must be a decimal number of up to 14 digits and 6 decimals: 19.99',
      'value',
      'amount',
    )
  if (!currencies.has(currencyCode))
    reader.refuse('CURRENCY_INVALID', 'It must be an ISO 4217 code: USD', 'value', 'currencyCode')
  return { amount: money.amount, currencyCode }
}
