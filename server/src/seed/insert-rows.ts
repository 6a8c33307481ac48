import type pg from 'pg'

/** A row by column names. Dates go as ISO strings, `bytea` as `\x…`, arrays and JSON as they are. */
export type Row = Record<string, unknown>

/** Inserts rows of one shape with one statement; PostgreSQL reads each column's type from the table. */
export const insertRows = async (client: pg.Client, table: string, rows: Row[]): Promise<void> => {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first).join(', ')
  await client.query(
    `insert into parley.${table} (${columns}) select ${columns} from json_populate_recordset(null::parley.${table}, $1)`,
    [JSON.stringify(rows)],
  )
}
