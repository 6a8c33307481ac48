/**
 * A list of columns with null in the place of some: those that follow keep their places, and a null costs next to
 * nothing, at either end. For rows of whose fields an operation asks only a part.
 */
export const leaveOut = (columns: string, left: string[]): string =>
  columns
    .split(',')
    .map((column) => (left.includes(column.trim()) ? ' null' : column))
    .join()
