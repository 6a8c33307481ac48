interface Entry<V> {
  value: V
  /** On the clock of `performance.now()`. */
  expires: number
}

/** Keeps results of look-ups for a short time, bounded in number; look-ups of one key at the same time are one. */
export class LookupCache<V> {
  private readonly entries = new Map<string, Entry<V>>()
  private readonly pending = new Map<string, Promise<V>>()
  private generation = 0

  constructor(
    /** Milliseconds that a result is kept. */
    private readonly keepFor: number,
    /** Results kept at most; the oldest goes first. */
    private readonly atMost: number,
  ) {}

  /** What is kept under this key and not expired. */
  get(key: string): V | undefined {
    const entry = this.entries.get(key)
    return entry && entry.expires > performance.now() ? entry.value : undefined
  }

  /** The result kept, else that of `load`. A failed look-up is kept by nobody. */
  async resolve(key: string, load: () => Promise<V>): Promise<V> {
    const kept = this.get(key)
    if (kept !== undefined) return kept
    const running = this.pending.get(key)
    if (running) return await running
    const mine = this.load(key, load)
    this.pending.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.pending.get(key) === mine) this.pending.delete(key)
    }
  }

  /** Forgets the results that match. What is being looked up now may be old already, and is not kept. */
  forget(matches: (value: V) => boolean): void {
    this.generation += 1
    this.pending.clear()
    for (const [key, { value }] of this.entries) if (matches(value)) this.entries.delete(key)
  }

  private async load(key: string, load: () => Promise<V>): Promise<V> {
    const generation = this.generation
    // From the question, not from the answer: it is as old as the moment it was asked.
    const expires = performance.now() + this.keepFor
    const value = await load()
    if (generation === this.generation) this.keep(key, { value, expires })
    return value
  }

  private keep(key: string, entry: Entry<V>): void {
    this.entries.delete(key)
    this.entries.set(key, entry)
    if (this.entries.size <= this.atMost) return
    const oldest = this.entries.keys().next()
    if (!oldest.done) this.entries.delete(oldest.value)
  }
}
