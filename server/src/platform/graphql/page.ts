/** A page of a list, as read. */
export interface Page<Row> {
  rows: Row[]
  cursorOf(row: Row): string
  hasNextPage: boolean
  hasPreviousPage: boolean
}

/**
 * The sizes that statements come in. Each is a literal LIMIT in a text of its own: with a parameter the planner
 * can't know how few rows are wanted, and goes wrong on large tables (facts/performance.md).
 */
const sizes = [10, 20, 50, 100] as const
export type StatementSize = (typeof sizes)[number]

/** The smallest statement that holds a page of so many. Statements read one row more, which tells if more follow. */
export const statementSize = (pageSize: number): StatementSize =>
  sizes.find((size) => size >= pageSize) ?? 100

/** One value for each size of statement. */
export const bySize = <T>(make: (size: StatementSize) => T): Record<StatementSize, T> => ({
  10: make(10),
  20: make(20),
  50: make(50),
  100: make(100),
})

/** How to read a page, its arguments already found good. */
export type PageReader<Row> = () => Promise<Page<Row>>

/** The page of `size` rows out of those read, of which one more than asked for tells that others follow. */
export const pageOf = <Row>(
  rows: Row[],
  size: number,
  cursorOf: (row: Row) => string,
  hasPreviousPage: boolean,
): Page<Row> => ({
  rows: rows.length > size ? rows.slice(0, size) : rows,
  cursorOf,
  hasNextPage: rows.length > size,
  hasPreviousPage,
})
