/** What the browser keeps between visits. Private windows may refuse it; then things last as long as the page. */
const memory = new Map<string, string>()

/** Reads a kept value; null if there is none. */
export const readStored = (key: string): string | null => {
  try {
    return memory.get(key) ?? localStorage.getItem(key)
  } catch {
    return memory.get(key) ?? null
  }
}

/** Keeps a value, or forgets it if null. */
export const writeStored = (key: string, value: string | null): void => {
  if (value === null) memory.delete(key)
  else memory.set(key, value)
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Full or forbidden: the copy in memory serves for this visit.
  }
}
