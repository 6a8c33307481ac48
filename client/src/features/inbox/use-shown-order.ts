import { type RefObject, useLayoutEffect, useState } from 'react'
import { arrange, type Shown } from './list-order.ts'

const same = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])

/** The order in which rows are shown now, held steady under the pointer and while scrolled (ui.md, List). */
export const useShownOrder = (
  order: string[],
  held: string | null,
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
): string[] => {
  const [shown, setShown] = useState<Shown>({ order, shift: 0 })

  useLayoutEffect(() => {
    const top = scroller.current?.scrollTop ?? 0
    const height = scroller.current?.clientHeight ?? 0
    const visible = { from: Math.ceil(top / rowHeight), to: Math.ceil((top + height) / rowHeight) }
    setShown((current) => {
      const next = arrange(current.order, order, held, visible)
      return same(next.order, current.order) ? current : next
    })
  }, [order, held, scroller, rowHeight])

  useLayoutEffect(() => {
    if (shown.shift !== 0 && scroller.current) scroller.current.scrollTop += shown.shift * rowHeight
  }, [shown, scroller, rowHeight])

  return shown.order
}
