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

/**
 * Micro-batches by key: what arrives while a batch of its key is under way goes together in the next one, in the
 * order of arrival. A lone item is not delayed.
 */
export const createBatcher = <Item, Result>(
  run: (key: string, items: Item[]) => Promise<Result[]>,
  maxSize: number,
): Batcher<Item, Result> => {
  const queues = new Map<string, Waiting<Item, Result>[]>()
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

  const drain = async (key: string, queue: Waiting<Item, Result>[]): Promise<void> => {
    // Whatever else this turn of the event loop brings joins the first batch.
    await Promise.resolve()
    while (queue.length > 0) await runBatch(key, queue.splice(0, maxSize))
    queues.delete(key)
    if (queues.size > 0) return
    for (const idle of idlers) idle()
    idlers = []
  }

  return {
    submit: (key, item) =>
      new Promise((resolve, reject) => {
        const waiting = { item, resolve, reject }
        const queue = queues.get(key)
        if (queue) return void queue.push(waiting)
        const started = [waiting]
        queues.set(key, started)
        void drain(key, started)
      }),
    idle: () => (queues.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  }
}
