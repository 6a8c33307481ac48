import type { ConsentState } from '../consent/consent.ts'
import type { AutoResponderAudience } from '../settings/inbox-settings.graphql.ts'
import { looksAutomatic } from './looks-automatic.ts'

/** The loop guard's numbers, a person (R33): robots that answer at once get one, patient ones few. */
export const loopGuard = {
  /** Minutes that have to pass between two answers. */
  gapMinutes: 5,
  /** Answers in the 24 hours that begin with the first of them. */
  perDay: 5,
} as const

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** The answers that a person has had. */
export interface AutoResponses {
  lastAt: Date
  /** Since when `dayCount` counts. */
  dayStartedAt: Date
  dayCount: number
}

/** The part of the settings that it goes by. */
export interface AutoResponderSettings {
  audience: AutoResponderAudience
  /** Liquid; nobody is answered while it is empty. */
  template: string
  /** The account's own senders. */
  ownNumbers: string[]
}

/** Who wrote a text that is no keyword. */
export interface AutoResponseSubject {
  phoneNumber: string
  consent: ConsentState
  isBlocked: boolean
  /** R16: automation pauses until somebody has looked. */
  possibleOptOut: boolean
  autoResponses: AutoResponses | null
}

/** A person's number in E.164; businesses write from short codes and names, and many of those are robots. */
const phone = /^\+\d{7,15}$/

/**
 * Whether the auto-responder answers a text that is no keyword (R33). Consent decides only where the audience asks for
 * it (R19). Never answered: blocked people, who may have opted out, the account's own numbers, short codes, texts that
 * read like a machine's, and whoever has had an answer within the loop guard.
 */
export const mayAnswer = (
  settings: AutoResponderSettings,
  person: AutoResponseSubject,
  text: string,
  at: Date,
): boolean =>
  isOn(settings) &&
  !(settings.audience === 'NON_CONSENTED_ONLY' && person.consent === 'SUBSCRIBED') &&
  !person.isBlocked &&
  !person.possibleOptOut &&
  phone.test(person.phoneNumber) &&
  !settings.ownNumbers.includes(person.phoneNumber) &&
  passesGuard(person.autoResponses, at) &&
  !looksAutomatic(text)

const isOn = ({ audience, template }: AutoResponderSettings): boolean =>
  audience !== 'NOBODY' && template.trim() !== ''

const passesGuard = (had: AutoResponses | null, at: Date): boolean => {
  if (!had) return true
  if (at.getTime() < had.lastAt.getTime() + loopGuard.gapMinutes * MINUTE_MS) return false
  return had.dayCount < loopGuard.perDay || isNextDay(had, at)
}

const isNextDay = (had: AutoResponses, at: Date): boolean =>
  at.getTime() >= had.dayStartedAt.getTime() + DAY_MS

/** The answers that a person has had, with one more. */
export const withAnswer = (had: AutoResponses | null, at: Date): AutoResponses =>
  !had || isNextDay(had, at)
    ? { lastAt: at, dayStartedAt: at, dayCount: 1 }
    : { ...had, lastAt: at, dayCount: had.dayCount + 1 }
