import pg from 'pg'
import type { BenchDatabase } from '../database.ts'

/** A table, and which of its rows a call wrote: `$1` stands for the account, `$2` for the campaign's external id. */
export interface CopiedTable {
  name: string
  where: string
}

/**
 * Takes the rows that a call wrote out of their tables and puts them back by COPY, in one transaction. Gives the
 * milliseconds from BEGIN to COMMIT of putting them back. The files are the database server's own, so that no client
 * has a part in it; the bench's user must be a superuser.
 */
export const copyAgain = async (
  { url, accountId }: BenchDatabase,
  tables: CopiedTable[],
  externalId: string,
): Promise<number> => {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=parley,public' })
  await client.connect()
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    const copies = tables.map(({ name, where }) => ({
      name,
      where: where.replaceAll('$1', accountId).replaceAll('$2', externalId),
      file: pg.escapeLiteral(`${rows[0]?.data_directory}/parley-bench-${name}.copy`),
    }))
    const columns = new Map<string, string>()
    for (const { name, where, file } of copies) {
      columns.set(name, await writableColumns(client, name))
      await client.query(`copy (select ${columns.get(name)} from ${name} where ${where}) to ${file}`)
    }
    // The log's and others' rows are found by the messages, which go last.
    for (const { name, where } of copies.toReversed())
      await client.query(`delete from ${name} where ${where}`)
    const start = performance.now()
    await client.query('begin')
    for (const { name, file } of copies)
      await client.query(`copy ${name} (${columns.get(name)}) from ${file}`)
    await client.query('commit')
    return performance.now() - start
  } finally {
    await client.end()
  }
}

const writableColumns = async (client: pg.Client, table: string): Promise<string> => {
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows[0]?.columns ?? ''
}
