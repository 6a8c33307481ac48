import type { MessageStatus } from '../features/messages/message.ts'
import { after, minute, second } from './clock.ts'
import type { Draft } from './draft.ts'
import type { Random } from './random.ts'

/** How a text ended at the carrier. */
export interface Outcome {
  status: MessageStatus
  failureCode: string | null
  sentAt: Date | null
  deliveredAt: Date | null
  /** The `Sequence` of the carrier's last report. */
  carrierSequence: number
}

const received: Outcome = {
  status: 'RECEIVED',
  failureCode: null,
  sentAt: null,
  deliveredAt: null,
  carrierSequence: -1,
}

/** Most are delivered; some stay sent for ever, as carriers don't always give a receipt (R21); a few fail. */
export const outcomeOf = (random: Random, draft: Draft, now: Date): Outcome => {
  if (draft.direction === 'INBOUND') return received
  const sentAt = after(draft.at, random.int(600, 2_500))
  const roll = random.next()
  if (roll < 0.012) {
    return {
      status: 'FAILED',
      failureCode: random.pick(['30', '90', '420']),
      sentAt: null,
      deliveredAt: null,
      carrierSequence: 1,
    }
  }
  if (roll < 0.035) {
    return {
      status: 'UNDELIVERED',
      failureCode: random.pick(['20', '70', '80', '100']),
      sentAt,
      deliveredAt: null,
      carrierSequence: 2,
    }
  }
  const deliveredAt = after(
    sentAt,
    random.chance(0.97) ? random.int(1, 9) * second : random.int(2, 40) * minute,
  )
  if (roll < 0.08 || deliveredAt > now)
    return { status: 'SENT', failureCode: null, sentAt, deliveredAt: null, carrierSequence: 1 }
  return { status: 'DELIVERED', failureCode: null, sentAt, deliveredAt, carrierSequence: 2 }
}
