import type pg from 'pg'
import type { Database } from './database.ts'
import { rowTypes } from './row-types.ts'

/**
 * One statement across all accounts, as `parley_system`: for routing a webhook to its account and for sweeps that
 * look for what is due. What they find is then handled inside its own account.
 */
export const querySystem = async <Row extends pg.QueryResultRow>(db: Database, text: string, values: unknown[]): Promise<Row[]> => {
  const client = await db.pool.connect()
  try {
    const begun = client.query('begin; set local role parley_system')
    const asked = client.query<Row>({ text, values, types: rowTypes })
    const ended = asked.then(
      () => client.query('commit'),
      () => client.query('rollback'),
    )
    const [, result] = await Promise.all([begun, asked, ended])
    client.release()
    return result.rows
  } catch (error) {
    client.release(true)
    throw error
  }
}
