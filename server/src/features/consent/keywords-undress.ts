/*
 * People dress a keyword up: "Stop.", "ｓｔｏｐ", "STOP 🛑", "s t o p", "Opt-Out". These take it off again, so that
 * what is left can be compared (R13: case, Unicode width, surrounding space and punctuation don't matter).
 */

/** Emoji go before NFKC, which makes letters of some: ℹ️ would become "i", ™ "TM", 1️⃣ "1". */
const emoji = /\p{Extended_Pictographic}|[0-9#*]\uFE0F?\u20E3/gv
/** Zero-width and control characters (space excepted) and marks drawn over a letter, as in S̶T̶O̶P̶. */
const drawnOver = /\p{Default_Ignorable_Code_Point}|\p{Me}|[\u0300-\u036F]|(?!\s)\p{Cc}/gv
/** What Turkish keyboards write for a capital I: UNSUBSCRİBE. */
const dottedI = /\u0130/g
const betweenWords = /[^\p{L}\p{N}\p{M}]+/v
const plainAscii = /^[\n\r\x20-\x7e]*$/

/** The words of a text, undressed and upper-case: "Please, ｓｔｏｐ! 🛑" is PLEASE and STOP. */
export function undressedWords(text: string): string[] {
  const plain = plainAscii.test(text)
    ? text
    : text.replace(emoji, ' ').normalize('NFKC').replace(drawnOver, '').replace(dottedI, 'I')
  return plain
    .toUpperCase()
    .split(betweenWords)
    .filter((word) => word !== '')
}

/** All of a text as one undressed word, for comparing it as a whole: "opt-out", "Opt out." and "OPTOUT" agree. */
export function undressed(text: string): string {
  return undressedWords(text).join('')
}
