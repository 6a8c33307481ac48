/** What the keys may do to the pane. */
export type PaneHandle = {
  reply: () => void
  shown: () => { id: string; isUnread: boolean; status: string } | null
}
