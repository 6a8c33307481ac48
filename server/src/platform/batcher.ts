export interface Batcher<Item, Result> {
  /** Resolves with this item's result once the batch that it went in is done; rejects if that batch failed. */
  submit(key: string, item: Item): Promise<Result>
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
}

interface Waiting<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

interface Line<Item, Result> {
  waiting: Waiting<Item, Result>[]
  isUnderWay: boolean
}

/**
 * Micro-batches by key: what arrives while a batch of its key is under way goes together in the next one, in the
 * order of arrival. A lone item is not delayed.
 */
export const createBatcher = <Item, Result>(
  run: (key: string, items: Item[]) => Promise<Result[]>,
  maxSize: number,
): Batcher<Item, Result> => {
  const lines = new Map<string, Line<Item, Result>>()
  let idlers: (() => void)[] = []

  const runBatch = async (key: string, batch: Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(
        key,
        batch.map((waiting) => waiting.item),
      )
      batch.forEach((waiting, index) => {
        waiting.resolve(results[index] as Result)
      })
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
    }
  }

  const start = async (key: string, line: Line<Item, Result>): Promise<void> => {
    if (line.isUnderWay) return
    line.isUnderWay = true
    while (line.waiting.length > 0) await runBatch(key, line.waiting.splice(0, maxSize))
    leave(key)
  }

  const leave = (key: string): void => {
    lines.delete(key)
    if (lines.size > 0) return
    for (const idle of idlers) idle()
    idlers = []
  }

  const open = (key: string): Line<Item, Result> => {
    const line = { waiting: [], isUnderWay: false }
    lines.set(key, line)
    return line
  }

  return {
    submit: (key, item) =>
      new Promise((resolve, reject) => {
        const line = lines.get(key) ?? open(key)
        line.waiting.push({ item, resolve, reject })
        // Whatever else this turn of the event loop brings joins the batch.
        if (!line.isUnderWay) queueMicrotask(() => void start(key, line))
      }),
    idle: () => (lines.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  }
}
