import { AppError, PartlyDone, type UserErrorItem } from '../../platform/errors.ts'

/** Items that one call takes at most. */
export const MOST_ITEMS = 10_000

/** What the descriptions of bulk mutations say of them all. */
export const BULK =
  'Up to 10,000 items in a call and 18 MiB in its body; more is BAD_USER_INPUT. Each item has its result, in order; one that is refused leaves the others alone. Repeating a call is safe.'

/**
 * Items that one transaction takes: it holds the account's lock, so that other writers wait for it, and what it logs
 * is pushed at once. With half as many, all take some tenths longer.
 */
export const ITEMS_AT_ONCE = 1_000

/** What became of an item: the row id of what it stands for, or what is wrong with it. */
export interface ItemResult {
  id: string | null
  userErrors: UserErrorItem[]
}

export const refused = (userErrors: UserErrorItem[]): ItemResult => ({ id: null, userErrors })
export const taken = (id: string): ItemResult => ({ id, userErrors: [] })

/** @throws AppError BAD_USER_INPUT naming the argument, if there are more than `MOST_ITEMS` */
export const checkAmount = (argument: string, items: unknown[]): void => {
  if (items.length > MOST_ITEMS)
    throw new AppError(
      'BAD_USER_INPUT',
      `${argument} must be at most ${MOST_ITEMS}; send the rest in another call`,
    )
}

const partlyTaken = (done: number, all: number): string =>
  `${done} of ${all} items were taken; repeat the very same call for the others, those that were taken stay as they are`

/**
 * Takes the items that could be read, so many at a time and in order, and gives a result for each. Every part is a
 * transaction of its own: after a failure, what was taken before stays, and repeating the call finds it.
 * @throws PartlyDone if a part failed after others were taken
 */
export const inParts = async <Item>(
  read: { item: Item | null; userErrors: UserErrorItem[] }[],
  take: (items: { item: Item; index: number }[]) => Promise<ItemResult[]>,
): Promise<ItemResult[]> => {
  const results = read.map(({ userErrors }) => refused(userErrors))
  const good = read.flatMap(({ item }, index) => (item === null ? [] : [{ item, index }]))
  for (let at = 0; at < good.length; at += ITEMS_AT_ONCE) {
    const part = good.slice(at, at + ITEMS_AT_ONCE)
    const taken = await take(part).catch((error: unknown) => {
      throw at === 0 ? error : new PartlyDone(partlyTaken(at, good.length), error)
    })
    for (const [place, { index }] of part.entries()) results[index] = taken[place] ?? refused([])
  }
  return results
}
