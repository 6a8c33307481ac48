import Fastify from 'fastify'
import type { Actor } from '../platform/auth/actor.ts'
import { graphqlRoutes } from '../platform/graphql/graphql-routes.ts'
import { silent } from './build.ts'
import { startGraphqlRig } from './graphql-rig.ts'

/** How something is asked for: as whom, by a name in `actors`. */
export interface Ask {
  as?: string
  accept?: string
  variables?: Record<string, unknown>
}

/** The API over HTTP as a web process serves it, its executions counted. To be closed in `afterAll`. */
export const startHttpGraphqlRig = async () => {
  const { world, schema, executor, close } = await startGraphqlRig()
  const app = Fastify()
  const url = `${await app
    .register(graphqlRoutes, {
      schema,
      executor: {
        execute: async (request) => {
          rig.executions += 1
          await rig.beforeExecuting()
          return executor.execute(request)
        },
      },
      authenticator: {
        authenticate: async ({ authorization }) => rig.actors.get(`${authorization}`) ?? null,
      },
      db: world.db,
      log: silent,
      publicUrl: 'http://parley.test',
    })
    .listen({ port: 0, host: '127.0.0.1' })}/graphql`
  const post = (body: string | ReadableStream, { as = 'support', accept = 'application/json' }: Ask = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: as, accept },
      body,
      // What fetch wants for a stream.
      ...(typeof body !== 'string' && { duplex: 'half' }),
    })
  const request = (query: string, ask: Ask = {}) =>
    post(JSON.stringify({ query, variables: ask.variables }), ask)
  const rig = {
    world,
    /** Who may ask, by the name that they give. */
    actors: new Map<string, Actor>(),
    executions: 0,
    /** Set by a test. */
    beforeExecuting: (): Promise<void> | void => undefined,
    post,
    request,
    /** The data of an answer without errors. */
    ask: async (query: string, ask?: Ask): Promise<Record<string, unknown>> => {
      const { data, errors } = JSON.parse(await (await request(query, ask)).text())
      if (errors) throw new Error(errors[0].message)
      return data
    },
    /** How often this was executed of so many times that it was asked for. */
    executedOf: async (times: number, query: string, ask?: Ask): Promise<number> => {
      const before = rig.executions
      for (let time = 0; time < times; time++) await (await request(query, ask)).text()
      return rig.executions - before
    },
    close: async () => {
      await app.close()
      await close()
    },
  }
  return rig
}

export type HttpGraphqlRig = Awaited<ReturnType<typeof startHttpGraphqlRig>>
