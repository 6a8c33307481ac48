/** `OPEN`, `SNOOZED` or `CLOSED` (R26). */
export type ConversationStatus = 'OPEN' | 'SNOOZED' | 'CLOSED'

/** The part of a conversation that its rules move; an entity, a row of a batch, or a test's literal. */
export interface ConversationState {
  status: ConversationStatus
  snoozedUntil?: Date | null
  isUnread: boolean
  waitingSince?: Date | null
}

/** R9: a text from the person opens the conversation, whatever it was, and makes it unread. */
export const receiveText = (conversation: ConversationState, now: Date): void => {
  conversation.status = 'OPEN'
  conversation.snoozedUntil = null
  conversation.isUnread = true
  conversation.waitingSince ??= now
}

/** R27: an agent's reply opens the conversation; nobody is waiting any more. */
export const reply = (conversation: ConversationState): void => {
  open(conversation)
  conversation.waitingSince = null
}

/** R26: back to the open ones. */
export const open = (conversation: ConversationState): void => {
  conversation.status = 'OPEN'
  conversation.snoozedUntil = null
}

/** R27: out of the default view, and read. */
export const close = (conversation: ConversationState): void => {
  conversation.status = 'CLOSED'
  conversation.snoozedUntil = null
  conversation.isUnread = false
  conversation.waitingSince = null
}

/** R28: read, for the account. */
export const markRead = (conversation: ConversationState): void => {
  conversation.isUnread = false
}

/** R28: unread again. */
export const markUnread = (conversation: ConversationState): void => {
  conversation.isUnread = true
}
