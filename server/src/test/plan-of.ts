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
export type PlanNode = Plan

const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]

/** Whose rows a statement sees: an account's, by its id, or everybody's, as a sweep's does. */
export type Within = string | { accountId: string } | 'SYSTEM'

const enter = async (client: pg.PoolClient, within: Within): Promise<void> => {
  await client.query('begin')
  if (within === 'SYSTEM') await client.query('set local role parley_system')
  else
    await client.query(`select set_config('parley.account_id', $1, true)`, [
      typeof within === 'string' ? within : within.accountId,
    ])
}

/**
 * The nodes of a statement's plan as a request gets it: on one of its connections, inside the account, generic. It was
 * run, and rolled back: the rows are those that it read.
 */
export const planOf = async (
  on: Database | { db: Database },
  within: Within,
  text: string,
  values: unknown[],
): Promise<Plan[]> => {
  const { pool } = 'db' in on ? on.db : on
  const client = await pool.connect()
  const name = `plan_${newId().replaceAll('-', '')}`
  try {
    await enter(client, within)
    await client.query(`prepare ${name} as ${text}`)
    const literals = values.map((value) => pg.escapeLiteral(String(value))).join(', ')
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, timing off, format json) execute ${name}${literals && ` (${literals})`}`,
    )
    const [explained] = rows
    if (!explained) throw new Error('no plan came back')
    return flat(explained['QUERY PLAN'][0].Plan)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** Rows that a plan took out of tables and indexes, those among them that it then passed over included. */
export const rowsRead = (nodes: Plan[]): number =>
  nodes
    .filter((node) => node['Relation Name'])
    .reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    )
