import type { Transaction } from 'kysely'
import { CompiledQuery } from 'kysely'
import type { Change } from '../change-log/change.ts'
import { type Commit, changeParameters, commitOf, WRITE_CHANGES } from '../change-log/write-changes.ts'
import type { Context, WriteContext } from '../context.ts'
import { announceCommit } from './database.ts'

const isWriteContext = (ctx: Context): ctx is WriteContext => 'em' in ctx

/**
 * Runs an action's work in one transaction of the actor's account, or joins the one it is in already. The account's
 * head row is locked first, so that writers of one account go one after the other: the log is dense, its order is
 * the order of commits, and no two actions deadlock. What was recorded goes to the log with the commit.
 */
export const inTransaction = async <T>(ctx: Context, work: (ctx: WriteContext) => Promise<T>): Promise<T> => {
  if (isWriteContext(ctx)) return work(ctx)
  const { accountId } = ctx.actor
  const changes: Change[] = []
  let commit: Commit | undefined
  const done = await ctx.db.orm.em.fork().transactional(async (em) => {
    const entering = { ...ctx, em, head: 0, changes }
    const [entered] = await sql<{ head: string }>(entering, 'select enter_account($1) as head', [accountId])
    const head = Number(entered?.head)
    const inner: WriteContext = { ...entering, head }
    const result = await work(inner)
    await em.flush()
    if (changes.length > 0) commit = await writeChanges(inner, head, changes)
    return result
  })
  if (commit) announceCommit(ctx.db, commit)
  return done
}

const writeChanges = async (ctx: WriteContext, head: number, changes: Change[]): Promise<Commit> => {
  const { accountId } = ctx.actor
  const parameters = changeParameters(accountId, head, changes)
  const [written] = await sql<{ unread_count: number }>(ctx, WRITE_CHANGES.text, parameters)
  return commitOf(accountId, head, changes, written)
}

/** Runs one SQL statement with bound parameters ($1 …) inside the context's transaction. */
export const sql = async <Row>(ctx: WriteContext, text: string, values: unknown[]): Promise<Row[]> => {
  const transaction = ctx.em.getTransactionContext<Transaction<unknown>>()
  if (!transaction) throw new Error('no transaction under this context')
  const { rows } = await transaction.executeQuery<Row>(CompiledQuery.raw(text, values))
  return rows
}
