import { SegmentedMessage } from 'sms-segments-calculator'
import type { TextEncoding } from './message.ts'

export interface TextSize {
  encoding: TextEncoding
  segments: number
}

/** GSM 03.38's basic set, less what needs a look: a text of these up to 160 long is one segment (R24). */
const plainGsm = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]*$/

/** Encoding and segments of a text as a carrier counts them (R24). Empty text counts no segment. */
export const measureText = (text: string): TextSize => {
  if (text.length === 0) return { encoding: 'GSM7', segments: 0 }
  if (text.length <= 160 && plainGsm.test(text)) return { encoding: 'GSM7', segments: 1 }
  const message = new SegmentedMessage(text, 'auto')
  return { encoding: message.encodingName === 'UCS-2' ? 'UCS2' : 'GSM7', segments: message.segmentsCount }
}
