import { useEffect, useRef } from 'react'
import { useConversationActions } from './conversation-actions.ts'

/** What of a conversation asks to be looked at. */
export type Seeable = { id: string; isUnread: boolean; isBackFromSnooze: boolean }

/**
 * Opening a thread marks it read (R28), also if only its snooze has ended (R26). So does a new text that comes, or a
 * snooze that ends, while the agent looks at it. Marking it unread by hand holds until one of these happens again.
 */
export const useMarkSeen = (
  { id, isUnread, isBackFromSnooze }: Seeable,
  lastInboundId: string | undefined,
  atBottom: boolean,
): void => {
  const { markSeen } = useConversationActions()
  const seen = useRef<string | null>(null)

  useEffect(() => {
    const look = () => {
      const text = `${id} ${lastInboundId ?? ''}`
      const back = `${text} back`
      const key = isBackFromSnooze ? back : text
      // That the mark goes is nothing new to look at.
      if (seen.current === back) seen.current = key
      const firstLook = seen.current === null || !seen.current.startsWith(`${id} `)
      if (seen.current === key || document.visibilityState !== 'visible') return
      if (!firstLook && !(atBottom && document.hasFocus())) return
      seen.current = key
      if (isUnread || isBackFromSnooze) markSeen(id)
    }
    look()
    window.addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [id, isUnread, isBackFromSnooze, lastInboundId, atBottom, markSeen])
}
