import type { MessageKind, MessageStatus } from '../features/messages/message.ts'
import type { Person } from './people.ts'
import type { DemoSource } from './shop.ts'

/** An inbound text's part in the story: a keyword stays out of the conversation (R14). */
export type Origin = 'CONVERSATION' | 'KEYWORD'

/** A text of the demo before it has its place in the account's order. */
export interface Draft {
  person: Person
  at: Date
  direction: 'INBOUND' | 'OUTBOUND'
  kind: MessageKind
  origin: Origin
  text: string
  /** The agent that wrote it. */
  sentBy?: string
  source?: DemoSource
  /** How it ended at the carrier; outbound only. */
  status?: MessageStatus
  failureCode?: string
}
