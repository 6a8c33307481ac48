import { undressed, undressedWords } from './keywords-undress.ts'

export type OptOutMatching = 'SMART' | 'CONTAINS' | 'EXACT'

export interface KeywordContext {
  mode: OptOutMatching
  /** The account's own opt-in words, as configured. */
  subscribeKeywords: readonly string[]
  /** Only then do YES and Y mean anything. */
  doubleOptInPending: boolean
  /** The person's country, ISO 3166-1 alpha-2: in the US and Canada the word STOP counts wherever it stands. */
  country?: string | null
}

/** What matched, for the consent ledger (R18). */
export type KeywordRule = 'WHOLE_TEXT' | 'CONTAINS_US_CA' | 'CONTAINS'

/**
 * What a keyword asks for. `OPT_IN`: START and UNSTOP, which subscribe at once. `SUBSCRIBE`: a word of the account's
 * own, which is to be confirmed first. `CONFIRM`: the confirmation of it.
 */
export type KeywordKind = 'OPT_OUT' | 'OPT_IN' | 'SUBSCRIBE' | 'CONFIRM' | 'HELP'

export type KeywordMatch =
  | { kind: KeywordKind; keyword: string; rule: KeywordRule }
  | { kind: 'NONE'; possibleOptOut: boolean }

const optOutWords = new Set('STOP STOPALL UNSUBSCRIBE UNSUB CANCEL END QUIT REVOKE OPTOUT'.split(' '))
const optInWords = new Set(['START', 'UNSTOP'])
const confirmWords = new Set(['YES', 'Y'])
const helpWords = new Set(['HELP', 'INFO'])
const smartWords = new Set(['STOP', 'UNSUBSCRIBE', 'OPTOUT'])
const stopAlone = new Set(['STOP'])

/** The US with the territories under its law, and Canada. */
const stopCountsAnywhere = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP', 'CA'])

/**
 * Says what a text means as a keyword, if anything (R13, R16). An opt-out always wins: a text that can be read
 * as one never opts anybody in. `possibleOptOut` marks a sentence with an opt-out word in it that the mode
 * takes for a normal message (B2).
 */
export function classifyKeyword(text: string, context: KeywordContext): KeywordMatch {
  const words = undressedWords(text)
  const whole = words.join('')
  if (optOutWords.has(whole)) return { kind: 'OPT_OUT', keyword: whole, rule: 'WHOLE_TEXT' }

  const contained = containedOptOut(words, context)
  if (contained !== null) return contained

  if (context.doubleOptInPending && confirmWords.has(whole)) {
    return { kind: 'CONFIRM', keyword: whole, rule: 'WHOLE_TEXT' }
  }
  if (optInWords.has(whole)) return { kind: 'OPT_IN', keyword: whole, rule: 'WHOLE_TEXT' }
  const own =
    whole === '' ? undefined : context.subscribeKeywords.find((keyword) => undressed(keyword) === whole)
  if (own !== undefined) return { kind: 'SUBSCRIBE', keyword: own, rule: 'WHOLE_TEXT' }
  if (helpWords.has(whole)) return { kind: 'HELP', keyword: whole, rule: 'WHOLE_TEXT' }
  return { kind: 'NONE', possibleOptOut: findWord(words, optOutWords) !== undefined }
}

/** Whether an opt-out word stands anywhere in a text: what flags a sentence as a possible opt-out (B2). */
export const hasOptOutWord = (text: string): boolean =>
  findWord(undressedWords(text), optOutWords) !== undefined

function containedOptOut(words: string[], { mode, country }: KeywordContext): KeywordMatch | null {
  if (mode === 'CONTAINS') {
    const keyword = findWord(words, optOutWords)
    return keyword === undefined ? null : { kind: 'OPT_OUT', keyword, rule: 'CONTAINS' }
  }
  if (!stopCountsAnywhere.has(country ?? '')) return null
  // R16: EXACT never applies to STOP for people in the US and Canada.
  const keyword = findWord(words, mode === 'SMART' ? smartWords : stopAlone)
  return keyword === undefined ? null : { kind: 'OPT_OUT', keyword, rule: 'CONTAINS_US_CA' }
}

function findWord(words: string[], wanted: Set<string>): string | undefined {
  const found = words.find((word) => wanted.has(word))
  if (found !== undefined) return found
  const twoWords = wanted.has('OPTOUT') && words.some((word, i) => word === 'OPT' && words[i + 1] === 'OUT')
  return twoWords ? 'OPTOUT' : undefined
}

/** Plivo acts on these by itself on US and Canadian long codes and toll-free numbers. Source: Plivo's DND pages. */
const carrierWords = new Set([
  ...['STOP', 'END', 'QUIT', 'CANCEL', 'UNSUBSCRIBE', 'UNSUB', 'STOP ALL'],
  ...['START', 'YES', 'RESUME', 'UNSTOP', 'GO'],
  ...['HELP', 'INFO'],
])

/**
 * Whether the carrier itself answers a text of this wording, where its opt-out service is on; if not, the
 * confirmation is ours to send (R15). It takes the text as the person sent it, not the keyword found in it,
 * since the carrier is stricter than we are: it matches the whole message, in any case, with space around
 * it. "Stop!" and "s-t-o-p" pass it by.
 */
export function carrierConfirms(text: string): boolean {
  return carrierWords.has(text.trim().toUpperCase())
}
