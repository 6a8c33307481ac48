/** A column's type in PostgreSQL; a `word` is text that an array holds without quotes, such as one of a few states. */
type ColumnType = 'uuid' | 'text' | 'word' | 'bigint' | 'int' | 'boolean' | 'timestamptz' | 'json'
type Value = string | number | boolean | Date | null | undefined

/** Rows as parameters of one statement: an array for each column. PostgreSQL reads that in half the time of JSON. */
export interface RowSet<Column extends string> {
  /** Its place in FROM, with the parameters from `$first` on: `unnest($1::uuid[], …) as alias(id, …)`. */
  from(alias: string, first?: number): string
  values(rows: { [Name in Column]?: Value }[]): string[]
}

export const rowSet = <Column extends string>(columns: Record<Column, ColumnType>): RowSet<Column> => {
  const names = Object.keys(columns) as Column[]
  return {
    from: (alias, first = 1) => {
      const types = names.map((name) => (columns[name] === 'word' ? 'text' : columns[name]))
      const parameters = types.map((type, index) => `$${first + index}::${type}[]`)
      return `unnest(${parameters.join(', ')}) as ${alias}(${names.join(', ')})`
    },
    values: (rows) =>
      names.map((name) =>
        columns[name] === 'text' || columns[name] === 'json'
          ? arrayOf(rows, name, quoted)
          : arrayOf(rows, name, plain),
      ),
  }
}

const arrayOf = <Column extends string>(
  rows: { [Name in Column]?: Value }[],
  column: Column,
  write: (value: Exclude<Value, null | undefined>) => string,
): string => {
  const parts = new Array<string>(rows.length)
  for (let index = 0; index < rows.length; index++) {
    const value = rows[index]?.[column]
    parts[index] = value === null || value === undefined ? 'NULL' : write(value)
  }
  return `{${parts.join()}}`
}

const plain = (value: string | number | boolean | Date): string =>
  typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : String(value)

const quoted = (value: string | number | boolean | Date): string => {
  const text = plain(value)
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
}
