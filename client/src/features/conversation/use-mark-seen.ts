import { useEffect, useRef } from 'react'
import { useConversationActions } from './conversation-actions.ts'

/**
 * Opening a thread marks it read (R28), and so does a new text that comes while the agent looks at it. Marking it
 * unread by hand holds until one of the two happens again.
 */
export const useMarkSeen = (
  id: string,
  isUnread: boolean,
  lastInboundId: string | undefined,
  atBottom: boolean,
): void => {
  const { markSeen } = useConversationActions()
  const seen = useRef<string | null>(null)

  useEffect(() => {
    const look = () => {
      const key = `${id} ${lastInboundId ?? ''}`
      const firstLook = seen.current === null || !seen.current.startsWith(`${id} `)
      if (seen.current === key || document.visibilityState !== 'visible') return
      if (!firstLook && !(atBottom && document.hasFocus())) return
      seen.current = key
      if (isUnread) markSeen(id)
    }
    look()
    window.addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [id, isUnread, lastInboundId, atBottom, markSeen])
}
