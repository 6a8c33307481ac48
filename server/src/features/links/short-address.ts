import { customAlphabet } from 'nanoid'

/** Without vowels, so that no word comes about; all of it in GSM-7. */
const alphabet = '0123456789bcdfghjklmnpqrstvwxyzBCDFGHJKLMNPQRSTVWXYZ'

/** Length of what follows `/l/`. */
export const SLUG_LENGTH = 9

/**
 * A new end of a short link's address, from the system's own source of chance: 52⁹ ≈ 2.8 × 10¹⁵. Of a hundred million
 * links, a guess hits one once in 28 million times, and the route bounds the guesses.
 */
export const newSlug: () => string = customAlphabet(alphabet, SLUG_LENGTH)

/** What may be a slug: anything else need not be looked up. */
export const isSlug = (text: string): boolean => text.length === SLUG_LENGTH && /^[0-9A-Za-z]+$/.test(text)

/** Where the route of short links is, below an address. */
export const SHORT_LINK_PATH = '/l/'

/** Where the account's short links begin: on its own domain, else at the server's address (R34). */
export const shortLinkBase = (linkDomain: string, publicUrl: string): string =>
  `${linkDomain === '' ? publicUrl : `https://${linkDomain}`}${SHORT_LINK_PATH}`

/** Tells whether a link is a short one of the account already, by either scheme: on its domain, or the server's own. */
export const shortLinkTest = (linkDomain: string, publicUrl: string): ((url: string) => boolean) => {
  const bases = [shortLinkBase(linkDomain, publicUrl), shortLinkBase('', publicUrl)].map(placeOf)
  return (url) => bases.some((base) => placeOf(url).startsWith(base))
}

const placeOf = (url: string): string => {
  const { host, pathname } = new URL(url)
  return host + pathname
}
