import pg from 'pg'
import { newId } from '../platform/ids.ts'
import type { World } from './build.ts'

/** A node of a plan, as PostgreSQL tells it. */
export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: PlanNode[]
}

const flat = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]

/**
 * All nodes of a statement's plan as a request gets it, on one of its connections: inside the account, or across all
 * as a sweep does. The statement runs, and is rolled back.
 */
export const planOf = async (
  world: World,
  within: { accountId: string } | 'SYSTEM',
  text: string,
  values: unknown[],
): Promise<PlanNode[]> => {
  const client = await world.db.pool.connect()
  const name = `plan_${newId().replaceAll('-', '')}`
  try {
    await client.query('begin')
    if (within === 'SYSTEM') await client.query('set local role parley_system')
    else await client.query(`select set_config('parley.account_id', $1, true)`, [within.accountId])
    await client.query(`prepare ${name} as ${text}`)
    const literals = values.map((value) => pg.escapeLiteral(String(value))).join(', ')
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
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
export const rowsRead = (nodes: PlanNode[]): number =>
  nodes
    .filter((node) => node['Relation Name'])
    .reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    )
