/** The first line of a text that says something, for list rows. */
export const firstLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? ''

/** Up to two letters that stand for a name; none for a bare number. */
export const initials = (name: string): string => {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const first = words[0]
  const last = words.length > 1 ? words.at(-1) : undefined
  return [first, last].map((word) => (word ? [...word][0]?.toLocaleUpperCase() : '')).join('')
}

/** A part of a text: plain, or a web address to link. */
export type TextPart = { text: string; href?: string }

const address = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g

/** Splits a text so that its web addresses can be links. Only http(s), so no text can smuggle a script. */
export const linkParts = (text: string): TextPart[] => {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: match[0], href: match[0] })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}
