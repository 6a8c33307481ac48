/** An order of rows as it is shown, and by how many rows the list must scroll to keep its place. */
export type Shown = { order: string[]; shift: number }

/** Puts one row at an index of its own; the others flow around it. */
const hold = (order: string[], id: string, index: number): string[] => {
  const rest = order.filter((other) => other !== id)
  rest.splice(Math.max(0, index), 0, id)
  return rest
}

/** By how many rows most of the visible rows move. The odd one that jumps to the top doesn't count. */
const commonShift = (visible: string[], from: Map<string, number>, to: Map<string, number>): number => {
  const votes = new Map<number, number>()
  for (const id of visible) {
    const target = to.get(id)
    if (target === undefined) continue
    const shift = target - (from.get(id) ?? target)
    votes.set(shift, (votes.get(shift) ?? 0) + 1)
  }
  let winner = 0
  for (const [shift, count] of votes) if (count > (votes.get(winner) ?? 0)) winner = shift
  return winner
}

const positions = (order: string[]): Map<string, number> => new Map(order.map((id, index) => [id, index]))

/**
 * The order to show after the list has changed, so that a click lands where it was aimed: the row under the pointer
 * stays where it is on the screen, and a list that is scrolled down keeps showing the same rows.
 */
export const arrange = (
  shown: string[],
  order: string[],
  held: string | null,
  visible: { from: number; to: number },
): Shown => {
  const before = positions(shown)
  const shift =
    visible.from > 0 ? commonShift(shown.slice(visible.from, visible.to), before, positions(order)) : 0
  const index = held === null ? undefined : before.get(held)
  if (held === null || index === undefined || !order.includes(held)) return { order, shift }
  return { order: hold(order, held, index + shift), shift }
}
