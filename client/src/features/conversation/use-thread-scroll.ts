import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

const nearBottom = 80
const nearTop = 400

type Edges = { first?: string; last?: string; count: number; height: number }

/** How the scrolling of a thread behaves; see {@link useThreadScroll}. */
export type ThreadScrollOptions = {
  scroller: RefObject<HTMLElement | null>
  /** Ids of the messages shown, in order. */
  ids: string[]
  /** Whether the newest message is the agent's own: sending one goes to the bottom. */
  lastIsOwn: boolean
  onNearTop: () => void
}

/**
 * Opens a thread at its bottom (or at the mark of what is new), follows new messages there, counts them when the
 * agent has scrolled up, and keeps its place when older messages come in above.
 */
export const useThreadScroll = ({ scroller, ids, lastIsOwn, onNearTop }: ThreadScrollOptions) => {
  const [atBottom, setAtBottom] = useState(true)
  const [unseen, setUnseen] = useState(0)
  const stick = useRef(true)
  const edges = useRef<Edges | null>(null)

  const toBottom = useCallback(() => {
    stick.current = true
    setUnseen(0)
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [scroller])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const before = edges.current
    const now = { first: ids[0], last: ids.at(-1), count: ids.length, height: element.scrollHeight }
    edges.current = now
    if (!before) {
      const mark = element.querySelector<HTMLElement>('[data-new-mark]')
      element.scrollTop = mark ? mark.offsetTop - element.clientHeight / 3 : element.scrollHeight
      stick.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearBottom
    } else if (before.last !== now.last) {
      if (stick.current || lastIsOwn) toBottom()
      else setUnseen((count) => count + Math.max(1, now.count - before.count))
    } else if (before.first !== now.first) {
      element.scrollTop += now.height - before.height
    }
    // What opens at its top, or doesn't fill its space, never tells of a scroll.
    if (element.scrollTop < nearTop) onNearTop()
  }, [ids, lastIsOwn, scroller, toBottom, onNearTop])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let top = element.scrollTop
    const onScroll = () => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearBottom
      // Only scrolling up leaves the bottom. Content that grows does not, though it, too, makes the bottom farther.
      if (isNear) stick.current = true
      else if (element.scrollTop < top) stick.current = false
      top = element.scrollTop
      setAtBottom(stick.current)
      if (stick.current) setUnseen(0)
      if (element.scrollTop < nearTop) onNearTop()
    }
    // The composer, a keyboard or a failure note changes the height: what was at the bottom stays there.
    const resized = new ResizeObserver(() => {
      if (stick.current) element.scrollTop = element.scrollHeight
      if (edges.current) edges.current.height = element.scrollHeight
    })
    element.addEventListener('scroll', onScroll, { passive: true })
    resized.observe(element)
    if (element.firstElementChild) resized.observe(element.firstElementChild)
    return () => {
      element.removeEventListener('scroll', onScroll)
      resized.disconnect()
    }
  }, [scroller, onNearTop])

  return { atBottom, unseen, toBottom }
}
