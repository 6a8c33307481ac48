/*
 * PostgreSQL's text can hold neither U+0000 nor half a surrogate pair, and a customer's phone can send both.
 * Such text is stored with a visible stand-in and can be had back exactly; all other text is stored as it is.
 *
 *   U+0000                 → ␀      (U+2400, the picture of NUL)
 *   half a surrogate pair  → ␛D83D  (U+241B and the four digits)
 *   ␀ or ␛ written as such → ␛␀ or ␛␛
 */
const notStorable = /[\0\u2400\u241B]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
const standIn = /\u241B([0-9A-F]{4}|\u2400|\u241B)|\u2400/g

/** The text as the database keeps and the inbox shows it. The same text, unless it holds one of the above. */
export function toStorableText(text: string): string {
  return text.replace(notStorable, (unit) => {
    if (unit === '\0') return '\u2400'
    if (unit === '\u2400' || unit === '\u241B') return `\u241B${unit}`
    return `\u241B${unit.charCodeAt(0).toString(16).toUpperCase()}`
  })
}

/** The text as it came: the inverse of `toStorableText`. */
export function fromStorableText(stored: string): string {
  return stored.replace(standIn, (whole, escaped: string | undefined) => {
    if (escaped === undefined) return whole === '\u2400' ? '\0' : whole
    return escaped.length === 4 ? String.fromCharCode(Number.parseInt(escaped, 16)) : escaped
  })
}

/** Whether the database can hold a text as it is. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
