/** Kinds of entries; the API's `InboxChangeKind` has these, READY and RESYNC. */
export type ChangeKind =
  | 'MESSAGE_RECEIVED'
  | 'MESSAGE_CREATED'
  | 'MESSAGE_CHANGED'
  | 'CONVERSATION_CHANGED'
  | 'PROFILE_CHANGED'
  | 'SETTINGS_CHANGED'

/** What changed, by row ids: a reader fetches under its own rights what is true by then. */
export interface Change {
  kind: ChangeKind
  conversationId?: string | null
  messageId?: string | null
  profileId?: string | null
}

/** A change as it stands in the log. */
export interface LogEntry {
  seq: number
  kind: ChangeKind
  conversationId: string | null
  messageId: string | null
  profileId: string | null
}
