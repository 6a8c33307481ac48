export interface Batcher<Item, Result> {
  /** Resolves with this item's result once the batch that it went in is done; rejects if that batch failed. */
  submit(key: string, item: Item): Promise<Result>
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
}

/** A batch's place behind the one before it, which may still be under way. */
export interface Turn {
  /** Lets the next batch start already: from here on nothing of it can come ahead of this one. */
  letNextStart(): void
  /** Says that this batch takes another way, so that the next must not go on before it has ended. */
  stumble(): void
  /**
   * Resolves once it is known that the batch before did well; rejects with `HeldUp` if it stumbled and is not over.
   * Its locks can be free before its failure is known here, so whoever comes behind has to ask.
   */
  clear(): Promise<void>
  /** Resolves when the batch before has ended, however it did. */
  previous: Promise<void>
}

/** Thrown by a batch that found the one before it in trouble, before it changed anything: it is run again after that. */
export class HeldUp extends Error {
  override name = 'HeldUp'
}

interface Waiting<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

interface Line<Item, Result> {
  waiting: Waiting<Item, Result>[]
  mayStart: boolean
  underWay: number
  last: Place
}

/** Where a batch stands, for the one behind it: `known` resolves when it stumbles or ends, `ended` when it ends. */
interface Place {
  known: PromiseWithResolvers<void>
  ended: PromiseWithResolvers<void>
  isStumbling: boolean
}

const newPlace = (): Place => ({
  known: Promise.withResolvers(),
  ended: Promise.withResolvers(),
  isStumbling: false,
})

const endPlace = (place: Place): Place => {
  place.isStumbling = false
  place.known.resolve()
  place.ended.resolve()
  return place
}

/**
 * Micro-batches by key: what arrives while a batch of its key is under way goes together in the next one, in the
 * order of arrival. A lone item is not delayed. A batch may let the next one start before it has ended itself.
 */
export const createBatcher = <Item, Result>(
  run: (key: string, items: Item[], turn: Turn) => Promise<Result[]>,
  maxSize: number,
): Batcher<Item, Result> => {
  const lines = new Map<string, Line<Item, Result>>()
  let idlers: (() => void)[] = []

  const runBatch = async (key: string, batch: Waiting<Item, Result>[], turn: Turn): Promise<void> => {
    try {
      const results = await run(
        key,
        batch.map((waiting) => waiting.item),
        turn,
      )
      batch.forEach((waiting, index) => {
        waiting.resolve(results[index] as Result)
      })
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
    }
  }

  const start = (key: string, line: Line<Item, Result>): void => {
    if (!line.mayStart || line.waiting.length === 0) return
    line.mayStart = false
    line.underWay += 1
    const before = line.last
    const place = newPlace()
    let isOpen = false
    const letNextStart = (): void => {
      if (isOpen) return
      isOpen = true
      line.mayStart = true
      start(key, line)
    }
    const turn = turnBehind(before, place, letNextStart)
    line.last = place
    void runBatch(key, line.waiting.splice(0, maxSize), turn).then(() => {
      endPlace(place)
      line.underWay -= 1
      letNextStart()
      if (line.underWay === 0) leave(key)
    })
  }

  const leave = (key: string): void => {
    lines.delete(key)
    if (lines.size > 0) return
    for (const idle of idlers) idle()
    idlers = []
  }

  const open = (key: string): Line<Item, Result> => {
    const line = {
      waiting: [],
      mayStart: true,
      underWay: 0,
      last: endPlace(newPlace()),
    }
    lines.set(key, line)
    return line
  }

  return {
    submit: (key, item) =>
      new Promise((resolve, reject) => {
        const line = lines.get(key) ?? open(key)
        line.waiting.push({ item, resolve, reject })
        // Whatever else this turn of the event loop brings joins the batch.
        if (line.mayStart) queueMicrotask(() => start(key, line))
      }),
    idle: () => (lines.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  }
}

const turnBehind = (before: Place, own: Place, letNextStart: () => void): Turn => ({
  letNextStart,
  stumble: () => {
    own.isStumbling = true
    own.known.resolve()
  },
  clear: async () => {
    await before.known.promise
    if (before.isStumbling) throw new HeldUp()
  },
  previous: before.ended.promise,
})

/** Runs a batch that was held up, once the one before it has ended. */
export const takeAfter = async <Result>({ previous }: Turn, run: () => Promise<Result>): Promise<Result> => {
  await previous
  return run()
}
