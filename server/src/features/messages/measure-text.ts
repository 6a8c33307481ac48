import { SegmentedMessage } from 'sms-segments-calculator'
import type { TextEncoding } from './message.ts'

export interface TextSize {
  encoding: TextEncoding
  segments: number
}

/** How full a text is, besides its size. */
export interface TextRoom extends TextSize {
  /** Units of its encoding: two for a character of GSM-7's extension, two or more for an emoji in UCS-2. */
  length: number
  /** Units that the last segment still takes; an empty text has all of one. */
  remaining: number
}

/** GSM 03.38: the basic set, and what takes an escape, so two units. */
const basic = String.raw`\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ`
const extension = String.raw`\f^{}\\[\]~|€`
const gsm = new RegExp(`^[${basic}${extension}]*$`)
const extended = new RegExp(`[${extension}]`, 'g')

/** Characters of one unit in UCS-2 that never join with a neighbour. */
const alone = /^[\n -~¡-¬®-˿Ͱ-҂Ҋ-ӿ‐-‧‰-⁞₠-₿ℂ-⅏ぁ-ゖァ-ヺ一-鿿]*$/

const capacity = { GSM7: { alone: 160, joined: 153 }, UCS2: { alone: 70, joined: 67 } } as const

/** Whether a text needs no UCS-2. */
export const isGsm = (text: string): boolean => gsm.test(text)

/**
 * Encoding and segments of a text as a carrier counts them (R24). Empty text counts no segment. The common ones
 * are counted here: the library takes milliseconds for a long text, quadratically more the longer it is.
 */
export const measureText = (text: string): TextSize => {
  const { encoding, segments } = measureRoom(text)
  return { encoding, segments }
}

/** The same, with how much is used and left (R24). */
export const measureRoom = (text: string): TextRoom => {
  if (isGsm(text)) return ofGsm(text)
  const { length } = text
  if (length <= capacity.UCS2.alone) return single('UCS2', length)
  if (alone.test(text)) return joined('UCS2', length, Math.ceil(length / 67), length % 67 || 67)
  const walked = walkUcs2(text)
  if (walked) return walked
  const { segments } = new SegmentedMessage(text, 'auto')
  const free = segments.at(-1)?.freeSizeInBits() ?? 0
  return {
    encoding: 'UCS2',
    segments: segments.length,
    length,
    remaining: Math.max(0, Math.floor(free / 16)),
  }
}

/**
 * Counts a text with emoji and the like, where every segment but the last ends between two characters that join with
 * nothing: then it matters to none what joins within. Null where that isn't so, which only the library can tell.
 */
const walkUcs2 = (text: string): TextRoom | null => {
  let [segments, start] = [1, 0]
  while (text.length - start > capacity.UCS2.joined) {
    const end = start + capacity.UCS2.joined
    if (!alone.test(text.slice(end - 1, end + 1))) return null
    segments += 1
    start = end
  }
  return joined('UCS2', text.length, segments, text.length - start)
}

const single = (encoding: TextEncoding, length: number): TextRoom => ({
  encoding,
  segments: length === 0 ? 0 : 1,
  length,
  remaining: capacity[encoding].alone - length,
})

const joined = (encoding: TextEncoding, length: number, segments: number, inLast: number): TextRoom => ({
  encoding,
  segments,
  length,
  remaining: capacity[encoding].joined - inLast,
})

const ofGsm = (text: string): TextRoom => {
  const pairs = text.match(extended)?.length ?? 0
  const length = text.length + pairs
  if (length <= capacity.GSM7.alone) return single('GSM7', length)
  if (pairs === 0) return joined('GSM7', length, Math.ceil(length / 153), length % 153 || 153)
  // An escape is never parted from its character: where both don't fit, a unit stays empty.
  let [segments, inLast] = [1, 0]
  for (const character of text) {
    const units = extendedSet.has(character) ? 2 : 1
    if (inLast + units > capacity.GSM7.joined) {
      segments += 1
      inLast = 0
    }
    inLast += units
  }
  return joined('GSM7', length, segments, inLast)
}

const extendedSet = new Set('\f^{}\\[]~|€')
