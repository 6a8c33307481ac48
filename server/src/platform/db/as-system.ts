import type pg from 'pg'
import type { Statement } from './batch-transaction.ts'
import type { Database } from './database.ts'
import { inOneWrite } from './in-one-write.ts'
import { rowTypes } from './row-types.ts'

/**
 * One statement across all accounts, as `parley_system`: for routing a webhook to its account and for sweeps that
 * look for what is due. What they find is then handled inside its own account.
 */
export const querySystem = async <Row extends pg.QueryResultRow>(
  db: Database,
  text: string,
  values: unknown[],
): Promise<Row[]> => {
  const client = await db.pool.connect()
  try {
    const asking = inOneWrite(
      client,
      () =>
        [
          client.query('begin; set local role parley_system'),
          client.query<Row>({ text, values, types: rowTypes }),
          client.query('commit'),
        ] as const,
    )
    const [, result] = await Promise.all(asking)
    client.release()
    return result.rows
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Runs a statement as `parley_system`. */
export const runAsSystem = async (db: Database, { text, values }: Statement): Promise<void> => {
  await querySystem(db, text, values)
}
