import { type DocumentNode, type ExecutionResult, type GraphQLSchema, parse, validate } from 'graphql'
import type { Access } from '../platform/auth/access.ts'
import type { Actor } from '../platform/auth/actor.ts'
import { createExecutor, type Executor } from '../platform/graphql/executor.ts'
import { createRequestContext, type RequestContext } from '../platform/graphql/request-context.ts'
import { buildSchema } from '../schema.ts'
import { openWorld, silent, type World } from './build.ts'

/** The API on a database of its own, without HTTP. */
export interface GraphqlRig {
  world: World
  schema: GraphQLSchema
  executor: Executor
  contextOf(actor: Actor): RequestContext
  /** Executes a valid document as the actor. */
  ask(actor: Actor, query: string, variables?: Record<string, unknown>): Promise<ExecutionResult>
  /** The same, expecting no errors, for its data. */
  get(actor: Actor, query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** Starts a rig; to be closed in `afterAll`. Users can be changed through it if `openAccess` gives the logins. */
export const startGraphqlRig = async (
  openAccess: (world: World) => Promise<Access | undefined> = async () => undefined,
): Promise<GraphqlRig> => {
  const world = await openWorld(4)
  const schema = buildSchema()
  const executor = createExecutor(schema)
  const access = await openAccess(world)
  const contextOf = (actor: Actor) =>
    createRequestContext({ db: world.db, log: silent, publicUrl: 'http://parley.test', access, actor })

  // As Apollo's store does: a document that comes again is the same object, and executed compiled.
  const documents = new Map<string, DocumentNode>()
  const documentOf = (query: string): DocumentNode => {
    const document = documents.get(query) ?? parse(query)
    const [invalid] = documents.has(query) ? [] : validate(schema, document)
    if (invalid) throw invalid
    documents.set(query, document)
    return document
  }

  const ask: GraphqlRig['ask'] = async (actor, query, variables) =>
    executor.execute({ document: documentOf(query), variables, contextValue: contextOf(actor) })

  return {
    world,
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
    close: () => world.close(),
  }
}
