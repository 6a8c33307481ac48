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
  _result: { _types: pg.CustomTypesConfig }
  hasBeenParsed(connection: WireConnection): boolean
  prepare(connection: WireConnection): void
  handleRowDescription(message: RowDescription): void
  handleDataRow(message: { fields: unknown[] }): void
  handleCommandComplete(message: unknown, connection: WireConnection): void
  handleError(error: unknown, connection: WireConnection): void
}
type Done = (error: Error | null, result: pg.QueryResult) => void
const WireQueryClass = pg.Query as unknown as new (text: string, values: unknown[], done: Done) => WireQuery
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
export class ScopedQuery extends WireQueryClass {
  private entering = true
  /** Set if rows are asked for as arrays. */
  columns: ParsedColumn[] | undefined = undefined
  readonly arrays: unknown[] = []
  /** Whether the connection had its statement to prepare. */
  isFirst = false

  private readonly asArrays: boolean

  constructor(
    private readonly accountId: string,
    { name, text, rowMode }: ScopedStatement,
    values: unknown[],
    done: Done,
  ) {
    // Not as one object, which pg would clone property by property.
    super(text, values, done)
    this.name = name
    this._result._types = rowTypes
    this.asArrays = rowMode === 'array'
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
