import { LinkifyIt } from 'linkify-it'

/** A web link in a text. */
export interface FoundLink {
  /** As it was written. */
  target: string
  start: number
  end: number
}

// Credentials are recognised so that a link with them is found whole, and left alone.
const finder = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false, urlAuth: true })
  .add('ftp:', null)
  .add('mailto:', null)
  .add('//', null)

const scheme = /https?:\/\//i

/** Whether a text may have a link in it: most have none, and need no more looking at. */
export const mayHaveLinks = (text: string): boolean => scheme.test(text)

/**
 * The http(s) links of a text, in its order, without the punctuation and brackets around them (R34). A link without
 * `http://` or `https://` is none, and one that no browser opens neither.
 */
export const findLinks = (text: string): FoundLink[] => {
  if (!mayHaveLinks(text)) return []
  return (finder.match(text) ?? [])
    .filter(({ raw }) => isTarget(raw))
    .map(({ raw, index, lastIndex }) => ({ target: raw, start: index, end: lastIndex }))
}

/** Whether a short link may lead there: http(s), and no user name or password in it, which would be shown to nobody. */
export const isTarget = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, username, password } = new URL(url)
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === ''
}
