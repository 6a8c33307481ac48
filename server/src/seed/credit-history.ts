import type pg from 'pg'
import { creditStatement, type OrderCredit, revenueStatements } from '../features/orders/credit-orders.ts'

/** Credits the orders of a history to the campaigns and flows before them, as if they had just come in (R34). */
export const creditHistory = async (
  client: pg.Client,
  accountId: string,
  orderIds: string[],
): Promise<void> => {
  await client.query(
    `select set_config('parley.account_id', $1, true), set_config('search_path', 'parley', true)`,
    [accountId],
  )
  const { rows } = await client.query<OrderCredit>(creditStatement(orderIds))
  for (const statement of revenueStatements(rows)) await client.query(statement)
  await client.query(
    `select set_config('parley.account_id', '', true), set_config('search_path', 'public', true)`,
  )
}
