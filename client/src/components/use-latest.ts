import { useCallback, useLayoutEffect, useRef } from 'react'

/** A handler of stable identity that always runs its latest version. Not for use while rendering. */
export const useLatest = <Args extends unknown[], Result>(handler: (...args: Args) => Result) => {
  const latest = useRef(handler)
  useLayoutEffect(() => {
    latest.current = handler
  })
  return useCallback((...args: Args): Result => latest.current(...args), [])
}
