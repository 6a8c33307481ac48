import { createStore } from './store.ts'

/** Whether this server runs with the simulated carrier, so that phones to text from exist. */
export const hasSandbox = createStore(false)

/** Asks the server once. A server without a sandbox answers anything but JSON here. */
export const lookForSandbox = async (): Promise<void> => {
  try {
    const response = await fetch('/sandbox/api/numbers', { headers: { accept: 'application/json' } })
    hasSandbox.set(response.ok && (response.headers.get('content-type') ?? '').includes('json'))
  } catch {
    hasSandbox.set(false)
  }
}
