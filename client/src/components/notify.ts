import { createStore } from '../lib/store.ts'

/** What goes with a notice. */
export type NoticeOptions = {
  /** A notice of the same id takes the place of the one before. */
  id?: string
  look?: 'error'
  action?: { label: string; onClick: () => void }
  /** Called when the notice has gone by itself or was put away. */
  onGone?: () => void
}

/** Whether anything was ever said: until then the page does without the code that shows it. */
export const hasSpoken = createStore(false)

const shownFor = 7_000

/** Says in passing that something was done, or wasn't. */
export const notify = async (
  text: string,
  { id, look, action, onGone }: NoticeOptions = {},
): Promise<void> => {
  hasSpoken.set(true)
  const { toast } = await import('sonner')
  const show = look === 'error' ? toast.error : toast
  show(text, { id, action, duration: shownFor, onAutoClose: onGone, onDismiss: onGone })
}

/** Takes a notice away. */
export const dismissNotice = async (id: string): Promise<void> => {
  const { toast } = await import('sonner')
  toast.dismiss(id)
}
