import { isNorthAmerican } from './numbers.ts'

/** Plivo's `MessageIntent`. */
export type Intent = 'optout' | 'optin' | 'help'

const words: Record<Intent, readonly string[]> = {
  optout: ['STOP', 'END', 'QUIT', 'CANCEL', 'UNSUBSCRIBE', 'UNSUB', 'STOP ALL'],
  optin: ['START', 'YES', 'RESUME', 'UNSTOP', 'GO'],
  help: ['HELP', 'INFO'],
}

/** The carrier's own answers. */
export const carrierAnswers: Record<Intent, string> = {
  optout: 'You have been unsubscribed and will receive no more messages. Reply START to subscribe again.',
  optin: 'You have been subscribed again. Reply STOP to unsubscribe, HELP for help.',
  help: 'Reply STOP to unsubscribe. Message and data rates may apply.',
}

/** What Plivo takes a whole text for, any case, between a US/CA person and a long code or toll-free number. */
export function intentOf(text: string, phone: string, business: string): Intent | null {
  if (!isNorthAmerican(phone) || !isNorthAmerican(business)) return null
  const word = text.trim().toUpperCase()
  return (['optout', 'optin', 'help'] as const).find((intent) => words[intent].includes(word)) ?? null
}
