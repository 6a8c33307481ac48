import { arrayParameter, type ColumnType, type ColumnValues } from './array-parameter.ts'

type Row<Columns extends Record<string, ColumnType>> = {
  [Name in keyof Columns]?: ColumnValues[Columns[Name]] | null | undefined
}

/** Rows as parameters of one statement: an array for each column. */
export interface RowSet<Columns extends Record<string, ColumnType>> {
  /** Its place in FROM, with the parameters from `$first` on: `unnest($1::uuid[], …) as alias(id, …)`. */
  from(alias: string, first?: number): string
  values(rows: Row<Columns>[]): Buffer[]
}

export const rowSet = <const Columns extends Record<string, ColumnType>>(
  columns: Columns,
): RowSet<Columns> => {
  const names: (keyof Columns & string)[] = Object.keys(columns)
  return {
    from: (alias, first = 1) => {
      const parameters = names.map((name, index) => `$${first + index}::${columns[name]}[]`)
      return `unnest(${parameters.join(', ')}) as ${alias}(${names.join(', ')})`
    },
    values: (rows) =>
      names.map((name) =>
        arrayParameter<ColumnType>(
          columns[name] as ColumnType,
          rows.map((row) => row[name]),
        ),
      ),
  }
}
