/** `OPEN`, `SNOOZED` or `CLOSED` (R26). */
export type ConversationStatus = 'OPEN' | 'SNOOZED' | 'CLOSED'

/** The part of a conversation that its rules move; an entity, a row of a batch, or a test's literal. */
export interface ConversationState {
  status: ConversationStatus
  snoozedUntil?: Date | null
  isUnread: boolean
  /** Kept while it is closed, so that reopening undoes the closing; readers are told of it only while it is not. */
  waitingSince?: Date | null
  /** Woken by its snooze's time, and not looked at since (R26). */
  isBackFromSnooze?: boolean
  /** One of the person's texts may have meant an opt-out, which nobody has settled yet (R16, B2). */
  possibleOptOut?: boolean
}

/** R9: a text from the person opens the conversation, whatever it was, and makes it unread. */
export const receiveText = (conversation: ConversationState, now: Date): void => {
  if (conversation.status === 'CLOSED') conversation.waitingSince = now
  conversation.status = 'OPEN'
  conversation.snoozedUntil = null
  conversation.isUnread = true
  conversation.waitingSince ??= now
}

/** R27: an agent's reply opens the conversation; nobody is waiting any more. */
export const reply = (conversation: ConversationState): void => {
  open(conversation)
  conversation.waitingSince = null
  conversation.isBackFromSnooze = false
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
  markRead(conversation)
}

/** R26: out of the default view until a time, and read (R27). */
export const snooze = (conversation: ConversationState, until: Date): void => {
  conversation.status = 'SNOOZED'
  conversation.snoozedUntil = until
  markRead(conversation)
}

/** R26: a due snooze is over: open again, and marked until someone looks. Says whether it was due. */
export const wake = (conversation: ConversationState, now: Date): boolean => {
  const { status, snoozedUntil } = conversation
  if (status !== 'SNOOZED' || !snoozedUntil || snoozedUntil > now) return false
  open(conversation)
  conversation.isBackFromSnooze = true
  return true
}

/** R28: read, for the account. */
export const markRead = (conversation: ConversationState): void => {
  conversation.isUnread = false
  conversation.isBackFromSnooze = false
}

/** R28: unread again. */
export const markUnread = (conversation: ConversationState): void => {
  conversation.isUnread = true
}

/** B2: an agent has read it, and it was no opt-out: automation goes on (R16). */
export const dismissPossibleOptOut = (conversation: ConversationState): void => {
  conversation.possibleOptOut = false
}
