import { type ExecutionResult, type GraphQLSchema, parse, validate } from 'graphql'
import { entities } from '../entities.ts'
import type { Actor, Role } from '../platform/auth/actor.ts'
import { type Database, openDatabase } from '../platform/db/database.ts'
import { createExecutor, type Executor } from '../platform/graphql/executor.ts'
import { createRequestContext, type RequestContext } from '../platform/graphql/request-context.ts'
import { createLogger } from '../platform/log.ts'
import { buildSchema } from '../schema.ts'
import { type Build, startBuilding } from './build.ts'
import { createTestDatabase } from './database.ts'

/** The API on a database of its own, without HTTP. */
export interface GraphqlRig {
  build: Build
  db: Database
  url: string
  schema: GraphQLSchema
  executor: Executor
  contextOf(actor: Actor): RequestContext
  /** Executes a valid document as the actor. */
  ask(actor: Actor, query: string, variables?: Record<string, unknown>): Promise<ExecutionResult>
  /** The same, expecting no errors, for its data. */
  get(actor: Actor, query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** A user of the account; nothing looks at whether there is a row behind it. */
export const userOf = (accountId: string, role: Role = 'SUPPORT', userId = accountId): Actor => ({
  kind: 'user',
  accountId,
  userId,
  role,
  sessionId: 'test',
})

/** Starts a rig; to be closed in `afterAll`. */
export const startGraphqlRig = async (): Promise<GraphqlRig> => {
  const database = await createTestDatabase()
  const build = await startBuilding(database.url)
  const db = openDatabase({ url: database.url, entities, maxConnections: 4 })
  const schema = buildSchema()
  const executor = createExecutor(schema)
  const log = createLogger('silent')
  const contextOf = (actor: Actor) =>
    createRequestContext({ db, log, publicUrl: 'http://parley.test', actor })

  const ask: GraphqlRig['ask'] = async (actor, query, variables) => {
    const document = parse(query)
    const [invalid] = validate(schema, document)
    if (invalid) throw invalid
    return executor.execute({ document, variables, contextValue: contextOf(actor) })
  }

  return {
    build,
    db,
    url: database.url,
    schema,
    executor,
    contextOf,
    ask,
    async get(actor, query, variables) {
      const { data, errors } = await ask(actor, query, variables)
      if (errors?.[0]) throw errors[0]
      // Answers have objects without prototypes in them, which toEqual takes for different.
      return JSON.parse(JSON.stringify(data))
    },
    async close() {
      await db.close()
      await build.close()
      await database.drop()
    },
  }
}
