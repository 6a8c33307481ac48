/** A line of the report, or of its progress. */
export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`)
}

/** Columns padded to their widest cell; the first one to the left, the figures to the right. */
export const printTable = (header: string[], rows: string[][]): void => {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: string[]) =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`
  print(line(header))
  print(`  ${widths.map((width) => '-'.repeat(width)).join('  ')}`)
  for (const row of rows) print(line(row))
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
export const decimals = (value: number, digits: number): string => value.toFixed(digits)

/** What was asked for, what was measured, and whether that is it. */
export interface Bar {
  what: string
  /** A ratio. */
  measured: number
  limit: { atMost: number } | { atLeast: number }
}

export const printBars = (bars: Bar[]): void => {
  for (const { what, measured, limit } of bars) {
    const isMet = 'atMost' in limit ? measured <= limit.atMost : measured >= limit.atLeast
    const asked = 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`
    print(`  ${isMet ? 'ok    ' : 'MISSED'}  ${what}: ${decimals(measured, 2)} (asked: ${asked})`)
  }
}
