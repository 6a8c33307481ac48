import { useEffect } from 'react'
import { useLatest } from './use-latest.ts'

/** What single keys do, by `KeyboardEvent.key`. Returning false lets the key through. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => unknown>

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const isInOverlay = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('[role="dialog"],[role="alertdialog"],[role="menu"]') !== null

/** Keys that work wherever the focus is, but never while someone types or a dialog or menu is open. */
export const useShortcuts = (shortcuts: Shortcuts): void => {
  const handle = useLatest((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(event.target) || isInOverlay(event.target)) return
    const shortcut = shortcuts[event.key]
    if (shortcut && shortcut(event) !== false) event.preventDefault()
  })
  useEffect(() => {
    window.addEventListener('keydown', handle)
    return () => window.removeEventListener('keydown', handle)
  }, [handle])
}
