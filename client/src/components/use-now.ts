import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

const tick = () => {
  now = Date.now()
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  if (listeners.size === 0) now = Date.now()
  listeners.add(listener)
  // Rows tell minutes; half of one is fine enough, and one timer serves all.
  timer ??= setInterval(tick, 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The time in milliseconds, renewed twice a minute, for "4m" and local times. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)
