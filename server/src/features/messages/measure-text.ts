import { SegmentedMessage } from 'sms-segments-calculator'
import type { TextEncoding } from './message.ts'

export interface TextSize {
  encoding: TextEncoding
  segments: number
}

/** GSM 03.38's basic set, less what needs a look. */
const plainGsm = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]*$/

/** Curly quotes, dashes, and all above the euro sign: none of it is in GSM 03.38. */
const beyondGsm = /[\u2010-\u205F\u20AD-\uFFFF]/

/**
 * Encoding and segments of a text as a carrier counts them (R24). Empty text counts no segment. The common ones
 * are counted here: the library takes milliseconds for a long text, quadratically more the longer it is.
 */
export const measureText = (text: string): TextSize => {
  if (text.length === 0) return { encoding: 'GSM7', segments: 0 }
  if (plainGsm.test(text))
    return { encoding: 'GSM7', segments: text.length <= 160 ? 1 : Math.ceil(text.length / 153) }
  if (text.length <= 70 && beyondGsm.test(text)) return { encoding: 'UCS2', segments: 1 }
  const message = new SegmentedMessage(text, 'auto')
  return { encoding: message.encodingName === 'UCS-2' ? 'UCS2' : 'GSM7', segments: message.segmentsCount }
}
