import RefreshCw from 'lucide-react/icons/refresh-cw'
import WifiOff from 'lucide-react/icons/wifi-off'
import { useEffect, useState } from 'react'
import { useStore } from '../../components/use-store.ts'
import { strings } from '../../lib/strings.ts'
import { tryNow } from './connection.ts'
import { type LiveState, liveState } from './live-status.ts'

const words = strings.live

/** A first connection is given this long before the bar speaks of it, in milliseconds. */
const patience = 2_500

/** Whether a first connection takes suspiciously long. */
const useSlowStart = (state: LiveState): boolean => {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (state !== 'connecting') return setSlow(false)
    const timer = setTimeout(() => setSlow(true), patience)
    return () => clearTimeout(timer)
  }, [state])
  return slow
}

/** Says when the screen may be out of date, until it isn't any more. Lies over the page, so nothing moves. */
export const ConnectionBar = () => {
  const state = useStore(liveState)
  const slow = useSlowStart(state)
  const lost = state === 'lost' || (state === 'connecting' && slow)
  return (
    <div
      role="status"
      data-testid="connection-bar"
      className="pointer-events-none fixed inset-x-0 top-0 z-30 flex justify-center p-2"
    >
      {lost && (
        <p className="appear pointer-events-auto flex items-center gap-2 rounded-full bg-warn-soft px-4 py-1.5 font-medium text-warn shadow-float">
          <WifiOff aria-hidden className="size-4" />
          {words.lost}. {words.lostDetail}
          <button type="button" onClick={tryNow} className="underline underline-offset-2">
            {words.tryNow}
          </button>
        </p>
      )}
      {state === 'catching-up' && (
        <p className="after-150ms flex items-center gap-2 rounded-full bg-accent-soft px-4 py-1.5 font-medium text-accent-text shadow-float">
          <RefreshCw aria-hidden className="size-4" />
          {words.catchingUpDetail}
        </p>
      )}
    </div>
  )
}
