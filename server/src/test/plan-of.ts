import pg from 'pg'
import type { Database } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'

/** A node of a plan, as EXPLAIN tells of it. */
export interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]

/**
 * The nodes of a statement's plan as a request gets it: on one of its connections, inside the account, generic. It was
 * run: the rows are those that it read.
 */
export const planOf = async (
  db: Database,
  accountId: string,
  text: string,
  values: unknown[],
): Promise<Plan[]> => {
  const client = await db.pool.connect()
  const name = `plan_${newId().replaceAll('-', '')}`
  try {
    await client.query('begin')
    await client.query(`select set_config('parley.account_id', $1, true)`, [accountId])
    await client.query(`prepare ${name} as ${text}`)
    const literals = values.map((value) => pg.escapeLiteral(String(value))).join(', ')
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, timing off, format json) execute ${name} (${literals})`,
    )
    const [explained] = rows
    if (!explained) throw new Error('no plan came back')
    return flat(explained['QUERY PLAN'][0].Plan)
  } finally {
    await client.query('rollback')
    client.release()
  }
}
