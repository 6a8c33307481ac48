import { useStore } from '../../components/use-store.ts'
import { strings } from '../../lib/strings.ts'
import { liveState } from './live-status.ts'

const words = strings.live
const told = {
  live: words.live,
  connecting: words.connecting,
  lost: words.lost,
  'catching-up': words.catchingUp,
}
const colours = {
  live: 'bg-ok',
  connecting: 'bg-faint',
  lost: 'bg-danger',
  'catching-up': 'bg-warn pulse-soft',
}

/** The state of the live connection as a dot. */
export const LiveDot = () => {
  const state = useStore(liveState)
  return (
    <span
      role="img"
      aria-label={told[state]}
      title={told[state]}
      data-testid="live-state"
      data-state={state}
      className="inline-flex size-8 items-center justify-center"
    >
      <span className={`size-2 rounded-full ${colours[state]}`} />
    </span>
  )
}
