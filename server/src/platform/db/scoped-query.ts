import pg from 'pg'
import { rowTypes } from './row-types.ts'

/** A read that row-level security confines to one account. One name stands for one text, for ever. */
export interface ScopedStatement {
  name: string
  text: string
  /** `array`: rows come as arrays of their columns, for RowReader. */
  rowMode?: 'array'
}

/** What `pg.Query` does on the wire and leaves out of its types (pg 8.23, lib/query.js); held by scoped-query.test.ts. */
interface WireConnection {
  parse(message: { text: string; name: string }): void
  bind(message: { statement: string; values: string[]; portal: string }): void
  execute(message: { portal: string; rows: number }): void
  parsedStatements: Record<string, string | undefined>
  submittedNamedStatements: Record<string, string | undefined>
}
interface WireQuery extends pg.Submittable {
  hasBeenParsed(connection: WireConnection): boolean
  prepare(connection: WireConnection): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: WireConnection): void
}
type Done = (error: Error | null, result: pg.QueryResult) => void
const WireQueryClass = pg.Query as unknown as new (
  config: pg.QueryConfig,
  values: undefined,
  done: Done,
) => WireQuery

const ENTER = { name: 'enter_account_for_read', text: `select set_config('parley.account_id', $1, true)` }

/**
 * One named prepared statement with `set_config(…, local)` ahead of it in the same train of messages. Up to its Sync
 * a train is one implicit transaction, so the account is entered and left again without BEGIN, COMMIT or a second
 * round trip, and a connection never stays in an account.
 */
class ScopedQuery extends WireQueryClass {
  private entering = true
  /** Whether the connection had its statement to prepare. */
  isFirst = false

  constructor(
    private readonly accountId: string,
    config: pg.QueryConfig,
    done: Done,
  ) {
    super(config, undefined, done)
  }

  override prepare(connection: WireConnection): void {
    if (!connection.parsedStatements[ENTER.name] && !connection.submittedNamedStatements[ENTER.name]) {
      connection.parse(ENTER)
      connection.submittedNamedStatements[ENTER.name] = ENTER.text
    }
    connection.bind({ statement: ENTER.name, values: [this.accountId], portal: '' })
    connection.execute({ portal: '', rows: 0 })
    this.isFirst = !this.hasBeenParsed(connection)
    super.prepare(connection)
  }

  override handleDataRow(message: unknown): void {
    if (!this.entering) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, connection: WireConnection): void {
    if (this.entering) this.entering = false
    else super.handleCommandComplete(message, connection)
  }
}

/** Runs a read inside an account, in one round trip. Rows come as `rowTypes` says. */
export const readInAccount = async <Row>(
  pool: pg.Pool,
  accountId: string,
  statement: ScopedStatement,
  values: unknown[],
): Promise<Row[]> => {
  const client = await pool.connect()
  const answer = Promise.withResolvers<Row[]>()
  const query = new ScopedQuery(accountId, { ...statement, values, types: rowTypes }, (error, result) =>
    error ? answer.reject(error) : answer.resolve(result.rows as Row[]),
  )
  client.query(query)
  try {
    const rows = await answer.promise
    client.release()
    return rows
  } catch (error) {
    client.release(isSpoilt(query, error))
    throw error
  }
}

/**
 * Whether a connection is of no more use after an error. One that failed at preparing a statement is: pg takes the
 * entering statement's success for that of both, and would go on with a statement that isn't there.
 */
const isSpoilt = (query: ScopedQuery, error: unknown): boolean => query.isFirst || isConnectionError(error)

/** An error with a five-character SQLSTATE came from a server that is fine; anything else spoils the connection. */
const isConnectionError = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError && error.code?.length === 5 && !error.code.startsWith('57'))
