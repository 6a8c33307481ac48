import { type RefObject, useEffect, useRef, useState } from 'react'
import { useLatest } from '../../components/use-latest.ts'
import { useShortcuts } from '../../components/use-shortcuts.ts'

const linkOf = (scroller: HTMLElement | null, id: string): HTMLElement | null =>
  scroller?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(id)}"]`) ?? null

/**
 * Moves the focus through the list by J and K; Enter follows the focused link by itself. A row that leaves the list
 * while it has the focus hands it to the row that takes its place. Returns the id of the row that Tab reaches.
 */
export const useListKeys = (
  order: string[],
  openId: string | undefined,
  scroller: RefObject<HTMLElement | null>,
  scrollTo: (index: number) => void,
): string | undefined => {
  const [cursor, setCursor] = useState<string | undefined>(openId)
  const place = useRef<{ id: string; index: number } | null>(null)
  const wanted = useRef<string | null>(null)

  const focus = useLatest((index: number) => {
    const id = order[Math.max(0, Math.min(order.length - 1, index))]
    if (id === undefined) return
    wanted.current = id
    setCursor(id)
    scrollTo(order.indexOf(id))
    linkOf(scroller.current, id)?.focus({ preventScroll: true })
  })

  const move = (step: number) => {
    const inList = scroller.current?.contains(document.activeElement) ?? false
    const from = order.indexOf((inList ? cursor : openId) ?? cursor ?? '')
    focus(from === -1 ? 0 : from + step)
    return undefined
  }

  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    '/': () => move(0),
  })

  useEffect(() => {
    const element = scroller.current
    const onFocus = (event: FocusEvent) => {
      const id = event.target instanceof Element && event.target.getAttribute('data-conversation')
      if (!id) return
      wanted.current = null
      setCursor(id)
    }
    element?.addEventListener('focusin', onFocus)
    return () => element?.removeEventListener('focusin', onFocus)
  }, [scroller])

  useEffect(() => {
    if (cursor !== undefined) {
      const index = order.indexOf(cursor)
      const left = place.current?.id === cursor ? place.current.index : undefined
      if (index >= 0) place.current = { id: cursor, index }
      else if (left !== undefined && document.activeElement === document.body) focus(left)
    }
    // A row scrolled to comes into being only now.
    if (wanted.current !== null) linkOf(scroller.current, wanted.current)?.focus({ preventScroll: true })
  })

  return cursor !== undefined && order.includes(cursor) ? cursor : order[0]
}
