/** A line of the command's answer. */
export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`)
}

/** A line about the command's progress: not part of its answer, so that this can be piped on. */
export const note = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** Rows as columns, each as wide as its widest cell. */
export const printTable = (rows: string[][]): void => {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  )
  for (const row of rows)
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}
