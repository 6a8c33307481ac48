/** The conversation of the row that has the focus, for keys that act on it; null if the focus is elsewhere. */
export const focusedConversation = (): { id: string; status: string; isUnread: boolean } | null => {
  const row = document.activeElement
  if (!(row instanceof HTMLElement) || !row.dataset.conversation) return null
  return {
    id: row.dataset.conversation,
    status: row.dataset.status ?? '',
    isUnread: row.dataset.unread === 'true',
  }
}
