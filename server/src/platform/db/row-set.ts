/** A column's type in PostgreSQL. */
type ColumnType = 'uuid' | 'text' | 'bigint' | 'int' | 'boolean' | 'timestamptz' | 'json'
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
      const parameters = names.map((name, index) => `$${first + index}::${columns[name]}[]`)
      return `unnest(${parameters.join(', ')}) as ${alias}(${names.join(', ')})`
    },
    values: (rows) =>
      names.map((name) => arrayOf(rows, name, columns[name] === 'text' || columns[name] === 'json')),
  }
}

const arrayOf = <Column extends string>(
  rows: { [Name in Column]?: Value }[],
  column: Column,
  isText: boolean,
): string => {
  let array = '{'
  for (const row of rows) {
    if (array.length > 1) array += ','
    const value = row[column]
    if (value === null || value === undefined) array += 'NULL'
    else if (typeof value === 'string') array += isText ? quoted(value) : value
    else array += value instanceof Date ? value.toISOString() : value
  }
  return `${array}}`
}

const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
