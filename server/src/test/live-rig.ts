import Fastify from 'fastify'
import { primeChanged } from '../features/inbox/changed-conversations.ts'
import { receiveTexts } from '../features/messages/actions/receive-texts.ts'
import type { Actor } from '../platform/auth/actor.ts'
import { readLog } from '../platform/change-log/read-log.ts'
import type { Database } from '../platform/db/database.ts'
import { executePresented } from '../platform/graphql/execute-presented.ts'
import { createExecutor } from '../platform/graphql/executor.ts'
import { createRequestContext } from '../platform/graphql/request-context.ts'
import { demandSubscription } from '../platform/graphql/rights.ts'
import { createLiveFeeds } from '../platform/live/live-feeds.ts'
import { createLiveSubscriptions, type Execute } from '../platform/live/live-subscriptions.ts'
import { openSockets } from '../platform/live/sockets.ts'
import { listenForWakeUps, type WakeUp, type WakeUps } from '../platform/wake-ups/listen.ts'
import { buildSchema } from '../schema.ts'
import { type BuiltAccount, silent, textFrom, type World } from './build.ts'
import { openLiveClient } from './live-client.ts'

const schema = buildSchema()

export const ownPage = 'https://inbox.example.com'

/** The live part of one web process, on real sockets. */
export interface LiveProcess {
  db: Database
  url: string
  /** Payloads of the events that were executed, with who for. */
  executions: { actor: Actor; event: Record<string, unknown> }[]
  /** Sequences from which the log was read. */
  logReads: number[]
  /** Set by a test: what to do instead of executing, or before. */
  intercept: ((event: Record<string, unknown>) => Promise<void> | void) | null
  /** Set by a test: what looking up who connects waits for. */
  lookUp(): Promise<void>
  /** Whether anyone here hears an account's log. */
  isHeard(accountId: string): boolean
  /** How many subscriptions are running. */
  subscriptions(): number
  /** How many sockets are watched for the loss of their actor's rights. */
  watched: number
  /** A client with the credentials of this actor. */
  connect(actor: Actor): ReturnType<typeof openLiveClient>
  /** Someone who knows neither. */
  connectWith(authorization?: string, headers?: Record<string, string>): ReturnType<typeof openLiveClient>
  /** Credentials of this actor; both ways. */
  admit(actor: Actor): string
  close(): Promise<void>
}

/** Starts a web process on the world's database. Hints come by NOTIFY and of its own commits, unless given. */
export const startLiveProcess = async (world: World, given?: WakeUps): Promise<LiveProcess> => {
  const db = world.openAnother(4)
  const wakeUps = given ?? (await listenForWakeUps(db, silent))
  const actors = new Map<string, Actor>()
  const clients: ReturnType<typeof openLiveClient>[] = []
  const executor = executePresented(createExecutor(schema), silent)
  const execute: Execute = async (args) => {
    const event = args.rootValue as Record<string, unknown> | undefined
    if (event) {
      process.executions.push({ actor: (args.contextValue as { actor: Actor }).actor, event })
      await process.intercept?.(event)
    }
    return executor(args)
  }
  const read = (accountId: string, after: number) => {
    process.logReads.push(after)
    return readLog(db, accountId, after)
  }
  const contextFor = (actor: Actor, changed: unknown[] = []) => {
    const ctx = createRequestContext({ db, log: silent, publicUrl: ownPage, actor })
    primeChanged(ctx, changed)
    return ctx
  }
  const feeds = createLiveFeeds({ readLog: read, wakeUps, log: silent })
  const app = Fastify()
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`
  const live = createLiveSubscriptions({ schema, feeds, contextFor, log: silent, readLog: read, execute })
  const sockets = openSockets({
    server: app.server,
    schema,
    live,
    execute,
    contextFor,
    log: silent,
    authenticate: async ({ authorization, cookie }) => {
      await process.lookUp()
      if (authorization) return actors.get(authorization) ?? 'invalid'
      return actors.get(`${cookie}`) ?? null
    },
    demandRight: (actor, field) => demandSubscription(schema, actor, field),
    watch: {
      watch: () => {
        process.watched += 1
        return () => {
          process.watched -= 1
        }
      },
      close: () => undefined,
    },
    allowedOrigins: [ownPage],
  })
  const connectWith: LiveProcess['connectWith'] = (authorization, headers) => {
    const client = openLiveClient(url, authorization, headers)
    clients.push(client)
    return client
  }
  const admit = (actor: Actor): string => {
    const name = `${actors.size + 1}`
    actors.set(`Bearer ${name}`, actor)
    actors.set(`sid=${name}`, actor)
    return name
  }
  const process: LiveProcess = {
    db,
    url,
    executions: [],
    logReads: [],
    intercept: null,
    lookUp: () => Promise.resolve(),
    isHeard: (accountId) => feeds.isHeard(accountId),
    subscriptions: () => live.count(),
    watched: 0,
    connectWith,
    admit,
    connect: (actor) => connectWith(`Bearer ${admit(actor)}`),
    close: async () => {
      for (const client of clients) await client.close()
      await sockets.close()
      feeds.close()
      await app.close()
      if (!given) await wakeUps.close()
    },
  }
  return process
}

/** Hints that never come, but those that the test gives. */
export const silentWakeUps = (): WakeUps & { tell(wakeUp: WakeUp): void } => {
  const listeners = new Set<Parameters<WakeUps['subscribe']>[0]>()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (wakeUp) => {
      for (const listener of listeners) listener(wakeUp)
    },
    close: async () => undefined,
  }
}

/** Takes texts from one person, each in a transaction of its own. */
export const takeTexts = async (
  db: Database,
  account: BuiltAccount,
  from: string,
  ...texts: string[]
): Promise<void> => {
  for (const text of texts)
    await receiveTexts(db, account.accountId, [textFrom(account, from, text)], () => [])
}

/** The head of an account's log. */
export const headOf = async ({ db }: Pick<World, 'db'>, { accountId }: BuiltAccount): Promise<number> =>
  (await readLog(db, accountId, Number.MAX_SAFE_INTEGER)).head
