import { type ExplanationRow, operator } from './failure-explanation.ts'

/** Refusals at the moment of sending: known not to have been sent. */
export const refusalRows: ExplanationRow[] = [
  [
    'HTTP_400',
    'Refused by the carrier',
    'The carrier found something in the message, its attachments or the numbers that it does not take. It was not sent.',
    'Check the number and the attachments, then send a new message.',
  ],
  [
    'HTTP_401',
    'Carrier sign-in failed',
    'The carrier did not recognise this account’s credentials. The message was not sent.',
    `Tell ${operator}; once the credentials are right, send it again.`,
    'retryable',
  ],
  [
    'HTTP_402',
    'Carrier credit used up',
    'The account’s credit with the carrier does not cover this message. It was not sent.',
    `Tell ${operator}; once credit is added, send it again.`,
    'retryable',
  ],
  [
    'HTTP_403',
    'Not allowed by the carrier',
    'The carrier does not let this account send this message, often because of the person’s country. It was not sent.',
    `Ask ${operator} to check the account’s permissions with the carrier.`,
  ],
  [
    'HTTP_404',
    'Carrier account not found',
    'The carrier does not know the account or address that this was sent with. The message was not sent.',
    `Tell ${operator}; once the settings are right, send it again.`,
    'retryable',
  ],
  [
    'HTTP_405',
    'Carrier refused the request',
    'The carrier’s address takes no messages, so its setting is likely wrong. The message was not sent.',
    `Tell ${operator}; once the settings are right, send it again.`,
    'retryable',
  ],
  [
    'HTTP_429',
    'Too many messages at once',
    'The carrier asked us to slow down, and went on refusing until we gave up. The message was not sent.',
    'Try again in a minute.',
    'retryable',
  ],
  [
    'INVALID_NUMBER',
    'Number can’t be texted',
    'The carrier says that the person’s number is not valid. The message was not sent.',
    'Ask the person for a mobile number, or reach them another way.',
  ],
  [
    'NOT_REACHED',
    'Carrier not reached',
    'The carrier could not be connected to, in several tries. The message was not sent.',
    `Try again. If it goes on, tell ${operator}.`,
    'retryable',
  ],
  [
    'REDIRECTED',
    'Carrier address is wrong',
    'The address set for the carrier points elsewhere. The message was not sent.',
    `Tell ${operator}; once the settings are right, send it again.`,
    'retryable',
  ],
]

/** Ours: what became of a message before or without the carrier's word. The gate's reasons are those of R19. */
export const ownRows: ExplanationRow[] = [
  [
    'UNKNOWN',
    'May or may not have been sent',
    'The connection to the carrier broke after the message had left, and the carrier could not tell us whether it has it.',
    'Retrying may text the person twice. If that would be worse than not at all, wait for an answer or ask them first.',
    'retryable',
  ],
  [
    'NOT_SUBSCRIBED',
    'Not subscribed',
    'The person has not agreed to receive texts, so this was not sent.',
    'They can opt in by texting START.',
  ],
  [
    'OPTED_OUT',
    'Person has opted out',
    'The person opted out before this could go, so it was not sent.',
    'Don’t try to reach them by text. They can opt in again by texting START.',
  ],
  [
    'BLOCKED',
    'Person is blocked',
    'The profile was blocked before this could go, so it was not sent.',
    'Unblock the profile first, if that is right.',
    'retryable',
  ],
  [
    'NO_INBOUND_YET',
    'They have not written yet',
    'An agent can only reply to someone who has texted first, so this was not sent.',
    'Wait until the person texts.',
  ],
  [
    'SENDER_CANNOT_RECEIVE',
    'Sender can’t carry a conversation',
    'The sender is a branded name, which can’t be replied to, so this was not sent.',
    `Ask ${operator} to set a number for conversations.`,
  ],
  [
    'NO_SENDER',
    'No number to send from',
    'The account has no number for this conversation any more, so this was not sent.',
    `Ask ${operator} to add a number, then send it again.`,
    'retryable',
  ],
  [
    'UNREACHABLE',
    'Number can’t be reached',
    'Earlier messages showed that this number takes no texts, so this was not sent.',
    'Ask the person for a mobile number, or reach them another way.',
  ],
  [
    'QUIET_HOURS',
    'Quiet hours',
    'It is too early or too late where the person is, so this was not sent.',
    'Schedule it for the morning, or send it anyway if it can’t wait.',
    'retryable',
  ],
  [
    'POSSIBLE_OPT_OUT',
    'May have opted out',
    'The person wrote what may have meant an opt-out, and for a day nobody said whether it did. This campaign or flow message was not sent.',
    'Read what they wrote, and opt them out or dismiss the mark.',
  ],
  [
    'COUPON_EMPTY',
    'No coupon codes left',
    'Nobody has put more codes into the pool of a coupon in this text, so this was not sent.',
    'Import more codes, then send it again.',
    'retryable',
  ],
  [
    'COUPON_NOT_FOUND',
    'No such coupon',
    'The text names a coupon that there is not, so this was not sent.',
    'Make a coupon of that name, then send it again.',
    'retryable',
  ],
  [
    'COUPON_MALFORMED',
    'Coupon written wrongly',
    'Something in the text only looks like a coupon, so this was not sent.',
    'Write it again, and pick the coupon from the list.',
  ],
  [
    'TEXT_TOO_LONG',
    'Text too long',
    'With its coupons and links put in, the text is longer than one message may be, so this was not sent.',
    'Write a shorter one.',
  ],
]
