import { LRUCache } from 'lru-cache'
import { SegmentedMessage } from 'sms-segments-calculator'
import { isGsm } from './measure-text.ts'
import { textLimits } from './reply-text.ts'

/** A character that forces a text into UCS-2 (B3). */
export interface ForcingCharacter {
  /** In UTF-16 units. */
  index: number
  character: string
  /** What says the same in GSM-7: empty for what nobody sees, null if there is nothing. */
  replacement: string | null
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** How many are told of at most: a text with more of them is too long to send. */
export const MOST_FORCING = textLimits.UCS2

/** The first characters of a text that GSM-7 does not have, in order, with what to put in their place (B3). */
export const forcingCharacters = (text: string): ForcingCharacter[] => {
  const found: ForcingCharacter[] = []
  if (isGsm(text)) return found
  for (const { segment, index } of graphemes.segment(text)) {
    if (isGsm(segment)) continue
    found.push({ index, character: segment, replacement: replacementOf(segment) })
    if (found.length === MOST_FORCING) break
  }
  return found
}

const unseen = /[\p{Cf}\p{Variation_Selector}]/gu
const space = /[\p{Zs}\t\v]/gu
const marks = /\p{M}/gu

/** Looking one up takes tens of microseconds, and a text is measured at every key. */
const replacements = new LRUCache<string, { text: string | null }>({ max: 5_000 })

const replacementOf = (character: string): string | null => {
  const known = replacements.get(character)
  if (known) return known.text
  const text = findReplacement(character)
  replacements.set(character, { text })
  return text
}

/** The library's table first (quotes, dashes, dots), then the letter without its accents. */
const findReplacement = (character: string): string | null => {
  // An emoji's parts are joined by what nobody sees; without it they would be other emoji.
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(character)) return null
  const plain = character.replace(unseen, '').replace(space, ' ')
  const mapped = new SegmentedMessage(plain, 'auto', true).graphemes.join('')
  const candidates = [mapped, mapped.normalize('NFC'), mapped.normalize('NFKD').replace(marks, '')]
  return candidates.find(isGsm) ?? null
}
