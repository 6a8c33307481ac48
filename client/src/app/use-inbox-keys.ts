import type { RefObject } from 'react'
import { useLocation } from 'wouter'
import { useShortcuts } from '../components/use-shortcuts.ts'
import { useConversationActions } from '../features/conversation/index.ts'
import { focusedConversation, type InboxView, inboxPath } from '../features/inbox/index.ts'
import type { PaneHandle } from './pane-handle.ts'

type InboxKeysOptions = {
  pane: RefObject<PaneHandle | null>
  view: InboxView
  conversationId?: string
  onHelp: () => void
}

/** The single keys of the inbox (ui.md, Keyboard). J, K and / belong to the list, Enter to the focused link. */
export const useInboxKeys = ({ pane, view, conversationId, onHelp }: InboxKeysOptions): void => {
  const actions = useConversationActions()
  const [, navigate] = useLocation()
  const target = () => focusedConversation() ?? pane.current?.shown() ?? null
  const leave = () => {
    if (conversationId === undefined) return false
    navigate(inboxPath(view))
  }

  useShortcuts({
    e: () => {
      const conversation = target()
      if (conversation) (conversation.status === 'CLOSED' ? actions.open : actions.close)(conversation)
    },
    u: () => {
      const conversation = target()
      if (conversation) (conversation.isUnread ? actions.markRead : actions.markUnread)(conversation)
    },
    r: () => pane.current?.reply(),
    z: actions.undo,
    '?': onHelp,
    Escape: leave,
  })
}
