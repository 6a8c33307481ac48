import { Line, type ReadAheadSteps } from './read-ahead-line.ts'

export interface ReadAhead<Item, Result> {
  /** Resolves with this item's result once what it went in with is written; rejects if recovering failed. */
  submit(key: string, item: Item): Promise<Result>
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
}

/**
 * Micro-batches by key, in the order of arrival, in two stages: while one batch is written, the next is looked up and
 * decided on already, so that the writer never waits for that. It starts only once the one before is known to be
 * written: if that fails, whatever was built on it is read again. A lone item is not delayed.
 */
export const createReadAhead = <Item, Found, Draft, Result>(
  steps: ReadAheadSteps<Item, Found, Draft, Result>,
  maxSize: number,
): ReadAhead<Item, Result> => {
  const lines = new Map<string, Line<Item, Found, Draft, Result>>()
  let idlers: (() => void)[] = []
  const leave = (key: string): void => {
    lines.delete(key)
    if (lines.size > 0) return
    for (const idle of idlers) idle()
    idlers = []
  }
  return {
    submit: (key, item) =>
      new Promise((resolve, reject) => {
        let line = lines.get(key)
        if (!line) {
          line = new Line(key, steps, maxSize, () => leave(key))
          lines.set(key, line)
        }
        line.submit({ item, resolve, reject })
      }),
    idle: () => (lines.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  }
}
