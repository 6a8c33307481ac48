import pg from 'pg'
import type { Statement } from './batch-transaction.ts'
import { isConnectionError } from './connection-error.ts'
import { rowTypes } from './row-types.ts'

/** What pg's own queries do on the wire and what it asks of them (pg 8.23, lib/client.js and lib/query.js); held by train.test.ts. */
interface WireConnection {
  stream: { cork(): void; uncork(): void }
  parsedStatements: Record<string, string | undefined>
  submittedNamedStatements: Record<string, string | undefined>
  parse(message: { text: string; name: string }): void
  bind(message: { statement: string; values: unknown[]; valueMapper: typeof prepareValue }): void
  describe(message: { type: 'P'; name: '' }): void
  execute(message: { portal: ''; rows: 0 }): void
  sync(): void
}
type Done = (error: Error | null) => void
interface WireQuery {
  submit(connection: WireConnection): null
  handleRowDescription(message: { fields: { name: string; dataTypeID: number }[] }): void
  handleDataRow(message: { fields: (string | null)[] }): void
  handleCommandComplete(message: unknown, connection: WireConnection): void
}
const WireQueryClass = pg.Query as unknown as new (text: string, values: unknown[], done: Done) => WireQuery
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils

interface Column {
  name: string
  parse(text: string): unknown
}

/** By statement; empty if it gives no rows. PostgreSQL refuses to run a statement whose columns have become others. */
const columnsOf = new Map<string, Column[]>()

const parsedBy = (text: string | null | undefined, parse: Column['parse']): unknown =>
  text == null ? null : parse(text)

const arrayOf = (columns: Column[], fields: (string | null)[]): unknown[] =>
  columns.map(({ parse }, index) => parsedBy(fields[index], parse))

const objectOf = (columns: Column[], fields: (string | null)[]): Record<string, unknown> => {
  const row: Record<string, unknown> = {}
  for (const [index, { name, parse }] of columns.entries()) row[name] = parsedBy(fields[index], parse)
  return row
}

/**
 * Named prepared statements in one train of messages, with one Sync at its end: one round trip, one answer to read,
 * and outside of BEGIN one transaction, committed at the Sync or undone as a whole. Rows come as `rowTypes` says.
 */
class Train extends WireQueryClass {
  readonly answers: unknown[][] = []
  /** Whether something was to be prepared: if that fails, pg's and the server's ideas of the connection differ. */
  isFirst = false
  private at = 0

  constructor(
    private readonly statements: Statement[],
    done: Done,
  ) {
    super('', [], done)
  }

  override submit(connection: WireConnection): null {
    connection.stream.cork()
    for (const { name, text, values } of this.statements) {
      this.answers.push([])
      if (!connection.parsedStatements[name] && !connection.submittedNamedStatements[name]) {
        this.isFirst = true
        connection.parse({ name, text })
        connection.submittedNamedStatements[name] = text
      }
      connection.bind({ statement: name, values, valueMapper: prepareValue })
      if (!columnsOf.has(name)) connection.describe({ type: 'P', name: '' })
      connection.execute({ portal: '', rows: 0 })
    }
    connection.sync()
    connection.stream.uncork()
    return null
  }

  override handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    const { name } = this.statement
    columnsOf.set(
      name,
      fields.map((field) => ({ name: field.name, parse: rowTypes.getTypeParser(field.dataTypeID) })),
    )
  }

  override handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const { name, rowMode } = this.statement
    const columns = columnsOf.get(name) ?? []
    this.answers[this.at]?.push(rowMode === 'array' ? arrayOf(columns, fields) : objectOf(columns, fields))
  }

  override handleCommandComplete(_message: unknown, connection: WireConnection): void {
    const { name, text } = this.statement
    connection.parsedStatements[name] = text
    delete connection.submittedNamedStatements[name]
    if (!columnsOf.has(name)) columnsOf.set(name, [])
    this.at += 1
  }

  private get statement(): Statement {
    const statement = this.statements[this.at]
    if (!statement) throw new Error('PostgreSQL answered more than it was asked')
    return statement
  }
}

/**
 * Runs named statements together (`Train`). Gives each one's rows.
 * @throws what PostgreSQL said of the first that failed; `isSpoilt` tells whether the connection is of no more use
 */
export const runTrain = (client: pg.PoolClient, statements: Statement[]): Promise<unknown[][]> =>
  new Promise((resolve, reject) => {
    const train = new Train(statements, (error) => {
      if (!error) return resolve(train.answers)
      if (train.isFirst) spoilt.add(error)
      reject(error)
    })
    client.query(train as unknown as pg.Submittable)
  })

const spoilt = new WeakSet<Error>()

/** Whether the connection of a failed train is of no more use. */
export const isSpoilt = (error: unknown): boolean =>
  isConnectionError(error) || (error instanceof Error && spoilt.has(error))
