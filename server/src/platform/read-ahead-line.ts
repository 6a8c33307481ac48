/** How the items of one kind are taken: looked up without a lock, gathered in a draft, and written by it. */
export interface ReadAheadSteps<Item, Found, Draft, Result> {
  /** Looks up what deciding on the items needs; `behind` as for `take`. Gives it at once if there is nothing to read. */
  find(key: string, items: Item[], behind: Draft[]): Found | Promise<Found>
  /** Opens a draft on what a read found; `before` is the draft that is written ahead of it, if one was under way. */
  open(found: Found, before: Draft | undefined): Draft
  /** Decides on items. `behind` are the drafts, oldest first, whose effects the read may have missed. */
  take(draft: Draft, items: Item[], found: Found, behind: Draft[]): void
  /** Writes a draft; one result for each item, in order. Fails without a trace if anything else wrote meanwhile. */
  write(key: string, draft: Draft): Promise<Result[]>
  /** Takes items that could not be read, decided on or written, in another way. */
  recover(key: string, items: Item[], error: unknown): Promise<Result[]>
}

interface Waiting<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

interface Reading<Item, Found, Draft, Result> {
  items: Waiting<Item, Result>[]
  behind: Draft[]
  found?: Found
  failure?: { error: unknown }
}

interface Batch<Item, Draft, Result> {
  draft: Draft
  items: Waiting<Item, Result>[]
}

/** What is under way for one key: at most one read, one open draft behind it, and one write. */
export class Line<Item, Found, Draft, Result> {
  private waiting: Waiting<Item, Result>[] = []
  private reading: Reading<Item, Found, Draft, Result> | null = null
  private open: Batch<Item, Draft, Result> | null = null
  private writing: Batch<Item, Draft, Result> | null = null
  private isRecovering = false
  private isWoken = false

  constructor(
    private readonly key: string,
    private readonly steps: ReadAheadSteps<Item, Found, Draft, Result>,
    private readonly maxSize: number,
    private readonly leave: () => void,
  ) {}

  submit(one: Waiting<Item, Result>): void {
    this.waiting.push(one)
    if (this.isWoken || this.reading || this.isRecovering) return
    this.isWoken = true
    // Whatever else this turn of the event loop brings is read together.
    queueMicrotask(() => {
      this.isWoken = false
      this.goOn()
    })
  }

  private goOn(): void {
    if (this.isRecovering) return
    this.takeRead()
    if (this.waiting.length > 0 && !this.reading && !this.isRecovering) {
      this.startReading()
      this.takeRead()
    }
    if (this.open && !this.writing) this.startWriting(this.open)
    if (!this.reading && !this.writing && !this.isRecovering) this.leave()
  }

  private startReading(): void {
    const behind = [this.writing, this.open].flatMap((batch) => (batch ? [batch.draft] : []))
    const reading: Reading<Item, Found, Draft, Result> = {
      items: this.waiting.splice(0, this.maxSize),
      behind,
    }
    this.reading = reading
    const end = (outcome: Partial<typeof reading>): void => {
      // Put back by a failure, it is read anew.
      if (this.reading !== reading) return
      Object.assign(reading, outcome)
      this.goOn()
    }
    try {
      const found = this.steps.find(this.key, reading.items.map(itemOf), behind)
      if (found instanceof Promise)
        found.then(
          (found) => end({ found }),
          (error: unknown) => end({ failure: { error } }),
        )
      else reading.found = found
    } catch (error) {
      reading.failure = { error }
    }
  }

  /** Moves what has been read into the open draft. A failed read waits until all ahead of it is written, and so does what can't be decided on. */
  private takeRead(): void {
    const { reading } = this
    if (reading?.failure && !this.open && !this.writing) {
      this.reading = null
      void this.recover(reading.items, reading.failure.error)
    }
    if (reading?.found === undefined || (this.open && this.open.items.length >= this.maxSize)) return
    this.reading = null
    const taken = this.open?.items ?? []
    try {
      this.open = {
        draft: this.takeInto(this.open?.draft, reading, reading.found),
        items: [...taken, ...reading.items],
      }
    } catch (error) {
      // Half decided on, the draft is of no use to the others in it either.
      this.open = null
      this.reading = { items: [...taken, ...reading.items], behind: [], failure: { error } }
      this.takeRead()
    }
  }

  private takeInto(
    open: Draft | undefined,
    { items, behind }: Reading<Item, Found, Draft, Result>,
    found: Found,
  ): Draft {
    const draft = open ?? this.steps.open(found, behind.at(-1))
    this.steps.take(
      draft,
      items.map(itemOf),
      found,
      behind.filter((before) => before !== draft),
    )
    return draft
  }

  private startWriting(batch: Batch<Item, Draft, Result>): void {
    this.open = null
    this.writing = batch
    this.steps.write(this.key, batch.draft).then(
      (results) => {
        this.writing = null
        const isFollowed = this.open !== null
        this.goOn()
        // The database is to have its next batch before the answers to this one take their time.
        if (isFollowed) setImmediate(resolveAll, batch.items, results)
        else resolveAll(batch.items, results)
      },
      (error: unknown) => {
        this.writing = null
        this.putBack()
        void this.recover(batch.items, error)
      },
    )
  }

  /** What was decided on the strength of a write that failed is read again. */
  private putBack(): void {
    this.waiting.unshift(...(this.open?.items ?? []), ...(this.reading?.items ?? []))
    this.open = null
    this.reading = null
  }

  private async recover(items: Waiting<Item, Result>[], error: unknown): Promise<void> {
    this.isRecovering = true
    try {
      resolveAll(items, await this.steps.recover(this.key, items.map(itemOf), error))
    } catch (failure) {
      for (const one of items) one.reject(failure)
    }
    this.isRecovering = false
    this.goOn()
  }
}

const itemOf = <Item, Result>({ item }: Waiting<Item, Result>): Item => item

const resolveAll = <Item, Result>(items: Waiting<Item, Result>[], results: Result[]): void => {
  items.forEach((one, index) => {
    one.resolve(results[index] as Result)
  })
}
