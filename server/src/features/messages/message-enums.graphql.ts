import { apiEnum } from '../../platform/graphql/enum.ts'
import type { AttributionReason } from '../attribution/attribution-rules.ts'
import type { HoldReason, MessageDirection, MessageKind, MessageStatus, TextEncoding } from './message.ts'

export const MessageDirectionEnum = apiEnum<MessageDirection>(
  'MessageDirection',
  'Which way a message went.',
  {
    INBOUND: 'From the person.',
    OUTBOUND: 'To the person.',
  },
)

export const MessageKindEnum = apiEnum<MessageKind>('MessageKind', 'What sort of text a message is.', {
  CUSTOMER: 'Written by the person.',
  REPLY: 'Written by an agent.',
  AUTO_RESPONSE: 'The auto-responder (R33).',
  CAMPAIGN: 'Part of a campaign.',
  FLOW: 'Part of a flow.',
  COMPLIANCE: 'The answer to a keyword (R15).',
})

export const MessageStatusEnum = apiEnum<MessageStatus>(
  'MessageStatus',
  'How far a message got. It never moves backwards (R21).',
  {
    RECEIVED: 'Inbound: it is here.',
    SCHEDULED: 'To be sent later (B4).',
    QUEUED: 'About to be sent.',
    SENT: 'The carrier has it. May be final: a receipt does not always come.',
    DELIVERED: 'It is on the phone.',
    UNDELIVERED: 'The carrier could not deliver it.',
    FAILED: 'It was not sent.',
    CANCELED: 'It was scheduled, and called off.',
    UNKNOWN: "Whether the carrier has it can't be known: sending it again may text the person twice (R22).",
  },
)

export const HoldReasonEnum = apiEnum<HoldReason>(
  'HoldReason',
  'Why a scheduled message waits longer than it was told to.',
  {
    PERSON_WROTE:
      'The person wrote after it was scheduled (B4). It waits until an agent looks: `releaseScheduledMessage` lets it go, `updateScheduledMessage` changes it, `cancelScheduledMessage` calls it off.',
    QUIET_HOURS:
      'It is before 8:00 or past 20:00 where the person is, or later than the law there allows (R19). It goes out by itself when that ends, at `scheduledAt`.',
  },
)

export const TextEncodingEnum = apiEnum<TextEncoding>('TextEncoding', 'How a carrier encodes a text (R24).', {
  GSM7: '160 characters in one segment, 153 in each of several.',
  UCS2: '70 characters in one segment, 67 in each of several.',
})

export type { AttributionReason }

export const AttributionReasonEnum = apiEnum<AttributionReason>(
  'AttributionReason',
  'Why an inbound message is attributed to a campaign or flow, or to none (R38).',
  {
    ATTRIBUTED: 'It is: the last message that the person received is of that source.',
    NO_PRIOR_MESSAGE:
      'The person had received no campaign, flow message or reply before. Automatic answers (to keywords, the auto-responder’s) do not count.',
    LAST_MESSAGE_NOT_MARKETING:
      'The last message that the person received was an agent’s reply. Automatic answers are passed over.',
    OUTSIDE_WINDOW:
      'It came later after the message than the attribution window, `Account.attributionWindowHours`.',
    NOT_FIRST_REPLY: 'An earlier text, which was no keyword, answered that message already.',
    KEYWORD: 'Keywords are never attributed (R14).',
  },
)
