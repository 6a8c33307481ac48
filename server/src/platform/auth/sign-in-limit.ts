import { hash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible'
import { authSchema } from './better-auth-options.ts'
import { clientNetwork } from './client-network.ts'

/** Failed sign-ins with one e-mail from one network before it has to wait. */
export const failuresPerLogin = 10
/** Failed sign-ins from one network, whatever the e-mail. */
export const failuresPerNetwork = 40
/** Seconds from the first failure until all are forgotten. */
const windowSeconds = 60

/** Who tries to sign in. */
export interface Attempt {
  email: string
  /** The client's IP address. */
  address: string
}

/** `retryAfter`: seconds; with it, the attempt was not made. */
export type Limited<T> = { result: T } | { retryAfter: number }

/**
 * Limits failed sign-ins, counted in PostgreSQL and so over all web processes. Right passwords cost nothing.
 * Attempts from one network are made one after the other in a process: thus a burst of guesses can't outrun the count.
 */
export class SignInLimit {
  readonly #perLogin: RateLimiterPostgres
  readonly #perNetwork: RateLimiterPostgres
  readonly #lastOf = new Map<string, Promise<unknown>>()

  constructor(pool: pg.Pool) {
    const shared = {
      storeClient: pool,
      storeType: 'pool',
      schemaName: authSchema,
      tableName: 'sign_in_failures',
      tableCreated: true,
      duration: windowSeconds,
    }
    this.#perLogin = new RateLimiterPostgres({ ...shared, keyPrefix: 'login', points: failuresPerLogin })
    this.#perNetwork = new RateLimiterPostgres({
      ...shared,
      keyPrefix: 'network',
      points: failuresPerNetwork,
      clearExpiredByTimeout: false,
    })
  }

  /** Runs `signIn` unless there were too many failures; `failed` says whether its result is one more. */
  async attempt<T>(
    who: Attempt,
    signIn: () => Promise<T>,
    failed: (result: T) => boolean,
  ): Promise<Limited<T>> {
    const network = clientNetwork(who.address)
    const login = hash('sha256', `${network} ${who.email.toLowerCase()}`)
    return await this.#inTurn(network, async () => {
      const retryAfter = await this.#retryAfter(network, login)
      if (retryAfter > 0) return { retryAfter }
      const result = await signIn()
      if (failed(result))
        await Promise.all([this.#perLogin.penalty(login), this.#perNetwork.penalty(network)])
      else await this.#perLogin.delete(login)
      return { result }
    })
  }

  async #retryAfter(network: string, login: string): Promise<number> {
    const [ofLogin, ofNetwork] = await Promise.all([this.#perLogin.get(login), this.#perNetwork.get(network)])
    const wait = (failures: RateLimiterRes | null, most: number): number =>
      failures && failures.consumedPoints >= most ? Math.ceil(failures.msBeforeNext / 1000) : 0
    return Math.max(wait(ofLogin, failuresPerLogin), wait(ofNetwork, failuresPerNetwork))
  }

  async #inTurn<T>(network: string, work: () => Promise<T>): Promise<T> {
    const before = this.#lastOf.get(network)
    const mine = before ? before.then(work, work) : work()
    this.#lastOf.set(network, mine)
    try {
      return await mine
    } finally {
      if (this.#lastOf.get(network) === mine) this.#lastOf.delete(network)
    }
  }
}
