import { domainToASCII } from 'node:url'
import { parseEmailAddress } from '../../platform/email-address.ts'
import type { UserErrorItem } from '../../platform/errors.ts'
import { classifyKeyword } from '../consent/keywords.ts'
import { undressed, undressedWords } from '../consent/keywords-undress.ts'

/** What was read, and what is wrong with the rest; `value` counts only if nothing is. */
export interface Read<T> {
  value: T
  errors: UserErrorItem[]
}

const MOST_ADDRESSES = 100
const MOST_KEYWORDS = 20
const LONGEST_KEYWORD = 25

const error = (code: string, message: string, field: string[]): UserErrorItem => ({
  code,
  message,
  field: ['input', ...field],
})

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** A name of two labels or more, the last with a letter in it: an address in numbers is none. */
const hostName = new RegExp(String.raw`^(?=.{1,253}$)(?:${label}\.)+(?=[a-z0-9-]*[a-z])${label}$`)

/**
 * Reads the host of short links (R34) as it is kept: lower-case and in ASCII, empty for the server's own, `ownHost`.
 * A scheme, a port, a path or an address in numbers is refused.
 */
export const readLinkDomain = (text: string | null, ownHost: string): Read<string> => {
  const given = (text ?? '').trim().toLowerCase()
  if (given === '' || given === ownHost.toLowerCase()) return { value: '', errors: [] }
  // Before it is translated, which would leave out a path.
  const host = /^[\p{L}\p{M}\p{N}.\-]+$/v.test(given) ? domainToASCII(given) : ''
  if (hostName.test(host)) return { value: host, errors: [] }
  const wrong = 'It must be a host name alone, without https:// and path: go.acme.example'
  return { value: '', errors: [error('LINK_DOMAIN_INVALID', wrong, ['linkDomain'])] }
}

/** Reads the addresses that are told of new messages (R35); one that comes twice, in any case, is kept once. */
export const readAddresses = (texts: string[]): Read<string[]> => {
  const path = ['emailNotifications', 'addresses']
  if (texts.length > MOST_ADDRESSES) {
    const wrong = `There may be up to ${MOST_ADDRESSES} addresses; these are ${texts.length}.`
    return { value: [], errors: [error('TOO_MANY_ADDRESSES', wrong, path)] }
  }
  const kept = new Map<string, string>()
  const errors: UserErrorItem[] = []
  for (const [index, text] of texts.entries()) {
    const address = parseEmailAddress(text)
    if (address === null)
      errors.push(error('EMAIL_INVALID', 'This is no e-mail address.', [...path, `${index}`]))
    else if (!kept.has(address.toLowerCase())) kept.set(address.toLowerCase(), address)
  }
  return { value: [...kept.values()], errors }
}

/**
 * Reads the account's own subscribe keywords (R13) as they are matched: what comes twice in another dress is kept once,
 * and none may be taken for STOP, START, YES or HELP, which mean the same in every account.
 */
export const readSubscribeKeywords = (texts: string[]): Read<string[]> => {
  const path = ['subscribeKeywords']
  if (texts.length > MOST_KEYWORDS) {
    const wrong = `There may be up to ${MOST_KEYWORDS} keywords; these are ${texts.length}.`
    return { value: [], errors: [error('TOO_MANY_KEYWORDS', wrong, path)] }
  }
  const kept = new Map<string, string>()
  const errors: UserErrorItem[] = []
  for (const [index, text] of texts.entries()) {
    const wrong = wrongKeyword(text, [...path, `${index}`])
    if (wrong) errors.push(wrong)
    else if (!kept.has(undressed(text))) kept.set(undressed(text), asKept(text))
  }
  return { value: [...kept.values()], errors }
}

/** A keyword in capitals and without its dress, unless that would match other texts: capitals of Greek can. */
const asKept = (text: string): string => {
  const plain = undressedWords(text).join(' ')
  return undressed(plain) === undressed(text) ? plain : text.trim()
}

const wrongKeyword = (text: string, field: string[]): UserErrorItem | null => {
  const word = undressed(text)
  if (word === '' || !text.isWellFormed() || text.trim().length > LONGEST_KEYWORD)
    return error('KEYWORD_INVALID', `A keyword has 1 to ${LONGEST_KEYWORD} letters or digits.`, field)
  // Whatever the mode: a keyword with an opt-out word in it would opt people out, not in.
  const means = classifyKeyword(text, {
    mode: 'CONTAINS',
    subscribeKeywords: [],
    doubleOptInPending: true,
    country: 'US',
  })
  if (means.kind === 'NONE') return null
  return error(
    'KEYWORD_TAKEN',
    `"${means.keyword}" means something already: STOP, START, YES and HELP words are the same in every account.`,
    field,
  )
}
