import { createStore } from '../lib/store.ts'
import { useStore } from './use-store.ts'

const spoken = createStore('')

/** Has a screen reader say something when it is next silent. */
export const announce = (text: string): void => spoken.set(text)

/** Where announcements are put for screen readers; one on the page. */
export const LiveRegion = () => (
  <div role="status" aria-live="polite" className="sr-only">
    {useStore(spoken)}
  </div>
)
