import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min'

export type { CountryCode }

/** A number in E.164: `+`, country calling code, national number. */
export type E164 = `+${string}`

/** The same numbers come over and over (our own in every webhook), and parsing one costs about 5 µs. */
const kept = new Map<string, PhoneNumber | null>()
const keptAtMost = 10_000
/** Longer than any way to write a number; keeps garbage out of the parser and the map. */
const longestInput = 40

/**
 * Reads a number as people and carriers write it: `+1 (415) 555-0100`, `415 555 0100` with its country, or,
 * with no country given, `14155550100` as Plivo writes it. Null if its length is impossible in its country,
 * its calling code exists nowhere, or it carries an extension, which can't be texted. It need not be
 * assigned: the demo's +1 555 numbers are not.
 */
export function parsePhoneNumber(input: string, defaultCountry?: CountryCode): E164 | null {
  const text = input.trim()
  const number = parse(
    defaultCountry === undefined && !text.startsWith('+') ? `+${text}` : text,
    defaultCountry,
  )
  return number === null ? null : `+${number.countryCallingCode}${number.nationalNumber}`
}

/**
 * The country a number belongs to. One that no country has assigned (+1 555 000 1000) counts as of the main
 * country of its calling code, so that US rules hold for it. Null for short codes and numbers of no country
 * (+800 …).
 */
export function countryOf(e164: string): CountryCode | null {
  const number = e164.startsWith('+') ? parse(e164) : null
  return number?.country ?? number?.getPossibleCountries()[0] ?? null
}

/** For display: `+1 415 555 0100`; what is no number (a short code, a branded sender) stays as it is. */
export function formatPhone(e164: string): string {
  return (e164.startsWith('+') ? parse(e164)?.formatInternational() : undefined) ?? e164
}

/** For logs: the country calling code and the last two digits, `+1…00`; of a short code the latter alone. */
export function redactPhone(e164: string): string {
  const callingCode = e164.startsWith('+') ? parse(e164)?.countryCallingCode : undefined
  return `${callingCode === undefined ? '' : `+${callingCode}`}…${e164.length > 4 ? e164.slice(-2) : ''}`
}

function parse(text: string, defaultCountry?: CountryCode): PhoneNumber | null {
  if (text.length > longestInput) return null
  const key = defaultCountry === undefined ? text : `${defaultCountry} ${text}`
  const known = kept.get(key)
  if (known !== undefined) return known

  const number = parsePhoneNumberFromString(text, {
    extract: false,
    ...(defaultCountry && { defaultCountry }),
  })
  const usable = number?.isPossible() && number.ext === undefined ? number : null
  if (kept.size >= keptAtMost) for (const oldest of kept.keys()) if (kept.delete(oldest)) break
  kept.set(key, usable)
  return usable
}
