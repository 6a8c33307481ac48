import type { Statement } from '../../platform/db/batch-transaction.ts'
import {
  notReceivedStatements,
  type ReceivedMessage,
  receivedStatements,
} from '../attribution/last-received.ts'
import { creditSources } from '../campaigns/source-figures.ts'
import type { MessageKind, MessageStatus } from './message.ts'

/** How far a message had got, as far as others care. */
export interface DeliveryPoint {
  status: MessageStatus
  sentAt: Date | null
}

/** An outbound message whose delivery moved: as it is now, and as it `was`. */
export interface DeliveryMove extends DeliveryPoint {
  id: string
  profileId: string
  kind: MessageKind
  sourceId: string | null
  was: DeliveryPoint
}

/**
 * What moves of messages change beside the messages: the sent figures of their sources, and what their people
 * received last (R38). The statements go into the same transaction, behind the one that writes the messages.
 */
export const deliveryEffects = (moves: DeliveryMove[]): Statement[] => [
  ...creditSources(
    moves.flatMap(({ sourceId, sentAt, was }) =>
      sourceId && sentAt && !was.sentAt ? [{ sourceId, sent: 1 }] : [],
    ),
  ),
  ...receivedStatements(moves.flatMap((move) => (isReceived(move.was) ? [] : asReceived(move)))),
  ...notReceivedStatements(moves.filter((move) => isReceived(move.was) && !isReceived(move))),
]

const isReceived = ({ status, sentAt }: DeliveryPoint): boolean =>
  sentAt !== null && (status === 'SENT' || status === 'DELIVERED')

const asReceived = (move: DeliveryMove): ReceivedMessage[] =>
  isReceived(move) && move.sentAt ? [{ ...move, sentAt: move.sentAt }] : []
