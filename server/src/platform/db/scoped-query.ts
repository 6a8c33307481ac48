import pg from 'pg'
import { inOneWrite } from './in-one-write.ts'
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
  bind(message: {
    statement: string
    values: unknown[]
    portal: string
    valueMapper?: typeof prepareValue
  }): void
  execute(message: { portal: string; rows: number }): void
  sync(): void
  parsedStatements: Record<string, string | undefined>
  submittedNamedStatements: Record<string, string | undefined>
}
interface RowDescription {
  fields: { dataTypeID: number }[]
}
interface WireQuery extends pg.Submittable {
  name: string
  values: unknown[]
  hasBeenParsed(connection: WireConnection): boolean
  prepare(connection: WireConnection): void
  handleRowDescription(message: RowDescription): void
  handleDataRow(message: { fields: unknown[] }): void
  handleCommandComplete(message: unknown, connection: WireConnection): void
  handleError(error: unknown, connection: WireConnection): void
}
type Done = (error: Error | null, result: pg.QueryResult) => void
const WireQueryClass = pg.Query as unknown as new (
  config: pg.QueryConfig,
  values: undefined,
  done: Done,
) => WireQuery
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils

const ENTER = { name: 'enter_account_for_read', text: `select set_config('parley.account_id', $1, true)` }

/** A column that is not what its text is. */
interface ParsedColumn {
  at: number
  parse(text: string): unknown
}

/** By statement. A statement's columns are the same for ever: PostgreSQL refuses to run it if they would be others. */
const columnsOf = new Map<string, ParsedColumn[]>()

const TEXT = 25

const parsedColumns = ({ fields }: RowDescription): ParsedColumn[] => {
  const asText = rowTypes.getTypeParser(TEXT)
  return fields.flatMap(({ dataTypeID }, at) => {
    const parse = rowTypes.getTypeParser(dataTypeID)
    return parse === asText ? [] : [{ at, parse }]
  })
}

/**
 * One named prepared statement with `set_config(…, local)` ahead of it in the same train of messages. Up to its Sync
 * a train is one implicit transaction, so the account is entered and left again without BEGIN, COMMIT or a second
 * round trip, and a connection never stays in an account.
 *
 * Rows that are asked for as arrays are those that pg has split already, with the columns that need it parsed in
 * place; and what columns there are is asked for once, not at each run.
 */
class ScopedQuery extends WireQueryClass {
  private entering = true
  /** Set if rows are asked for as arrays. */
  columns: ParsedColumn[] | undefined = undefined
  readonly arrays: unknown[] = []
  /** Whether the connection had its statement to prepare. */
  isFirst = false

  constructor(
    private readonly accountId: string,
    private readonly asArrays: boolean,
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
    this.columns = this.isFirst || !this.asArrays ? undefined : columnsOf.get(this.name)
    if (this.columns) this.run(connection)
    else super.prepare(connection)
  }

  /** What `super.prepare` does, but for asking what columns there are. */
  private run(connection: WireConnection): void {
    const { name, values } = this
    try {
      connection.bind({ statement: name, values, portal: '', valueMapper: prepareValue })
      connection.execute({ portal: '', rows: 0 })
    } catch (error) {
      this.handleError(error, connection)
    }
    connection.sync()
  }

  override handleRowDescription(message: RowDescription): void {
    super.handleRowDescription(message)
    if (!this.asArrays) return
    this.columns = parsedColumns(message)
    columnsOf.set(this.name, this.columns)
  }

  override handleDataRow(message: { fields: unknown[] }): void {
    if (this.entering) return
    if (this.columns) this.takeArray(message.fields, this.columns)
    else super.handleDataRow(message)
  }

  private takeArray(fields: unknown[], columns: ParsedColumn[]): void {
    for (const { at, parse } of columns) {
      const text = fields[at]
      if (typeof text === 'string') fields[at] = parse(text)
    }
    this.arrays.push(fields)
  }

  override handleCommandComplete(message: unknown, connection: WireConnection): void {
    if (this.entering) this.entering = false
    else super.handleCommandComplete(message, connection)
  }
}

/** A statement with its parameters. */
export interface ScopedRead {
  statement: ScopedStatement
  values: unknown[]
}

/** Runs reads inside an account, sent together and answered in one round trip. Rows come as `rowTypes` says. */
export const readTogether = async (
  pool: pg.Pool,
  accountId: string,
  reads: ScopedRead[],
): Promise<unknown[][]> => {
  const client = await pool.connect()
  const sent = inOneWrite(client, () => reads.map((read) => send(client, accountId, read)))
  const settled = await Promise.allSettled(sent.map(({ answer }) => answer))
  const failed = settled.findIndex(({ status }) => status === 'rejected')
  const [query, outcome] = [sent[failed]?.query, settled[failed]]
  if (query && outcome?.status === 'rejected') {
    client.release(isSpoilt(query, outcome.reason))
    throw outcome.reason
  }
  client.release()
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : []))
}

/** Runs a read inside an account, in one round trip. Rows come as `rowTypes` says. */
export const readInAccount = async <Row>(
  pool: pg.Pool,
  accountId: string,
  statement: ScopedStatement,
  values: unknown[],
): Promise<Row[]> => {
  const client = await pool.connect()
  const { query, answer } = send(client, accountId, { statement, values })
  try {
    const rows = await answer
    client.release()
    return rows as Row[]
  } catch (error) {
    client.release(isSpoilt(query, error))
    throw error
  }
}

const send = (
  client: pg.PoolClient,
  accountId: string,
  { statement, values }: ScopedRead,
): { query: ScopedQuery; answer: Promise<unknown[]> } => {
  const { promise, resolve, reject } = Promise.withResolvers<unknown[]>()
  const config = { ...statement, values, types: rowTypes }
  const query = new ScopedQuery(accountId, statement.rowMode === 'array', config, (error, result) =>
    error ? reject(error) : resolve(query.columns ? query.arrays : result.rows),
  )
  client.query(query)
  return { query, answer: promise }
}

/**
 * Whether a connection is of no more use after an error. One that failed at preparing a statement is: pg takes the
 * entering statement's success for that of both, and would go on with a statement that isn't there.
 */
const isSpoilt = (query: ScopedQuery, error: unknown): boolean => query.isFirst || isConnectionError(error)

/** An error with a five-character SQLSTATE came from a server that is fine; anything else spoils the connection. */
const isConnectionError = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError && error.code?.length === 5 && !error.code.startsWith('57'))
