import { isIP } from 'node:net'
import { Agent, type Dispatcher, request } from 'undici'
import { GuardedError } from './guarded-error.ts'
import { guardedLookup, type Resolve } from './guarded-lookup.ts'
import { isPublicAddress } from './public-address.ts'

/** How far an address is trusted: `TRUSTED` may be on this machine, which the operator said by setting it. */
export type Trust = 'PUBLIC' | 'TRUSTED'

export interface GuardedGetOptions {
  /** Whether an address may be asked, decided anew for each redirect; null: it may not. */
  trustOf(url: URL): Trust | null
  /** Bytes of the answer at most. */
  maxBytes: number
  /** From the first connection to the last byte. */
  timeoutMs: number
  maxRedirects?: number
  /** For tests. */
  resolve?: Resolve
}

/** An answer of whatever status but a redirect. */
export interface GuardedAnswer {
  status: number
  bytes: Buffer
}

export interface GuardedHttp {
  /**
   * Fetches what an address holds, whoever named it.
   * @throws GuardedError where a guard refuses; any other error is the network's and may pass
   */
  get(address: string): Promise<GuardedAnswer>
  close(): Promise<void>
}

const MAX_REDIRECTS = 3

/**
 * HTTP for addresses that strangers name: each hop is checked, names are looked up once and connected to as they were
 * checked, nothing of ours goes along, and nothing is taken beyond size and time.
 */
export const createGuardedHttp = (options: GuardedGetOptions): GuardedHttp => {
  const shared = { allowH2: false, maxHeaderSize: 16_384 }
  const agents: Record<Trust, Agent> = {
    TRUSTED: new Agent(shared),
    PUBLIC: new Agent({
      ...shared,
      connect: { timeout: 10_000, lookup: guardedLookup(isPublicAddress, options.resolve) },
    }),
  }
  return {
    get: (address) => follow(options, agents, address, AbortSignal.timeout(options.timeoutMs)),
    close: async () => {
      await Promise.all(Object.values(agents).map((agent) => agent.close()))
    },
  }
}

const follow = async (
  options: GuardedGetOptions,
  agents: Record<Trust, Agent>,
  address: string,
  signal: AbortSignal,
): Promise<GuardedAnswer> => {
  let next = URL.parse(address)
  for (let hop = 0; hop <= (options.maxRedirects ?? MAX_REDIRECTS); hop++) {
    const url = next
    const trust = url && options.trustOf(url)
    if (!url || !trust) throw new GuardedError('ADDRESS_NOT_ALLOWED')
    if (trust === 'PUBLIC' && isLiteral(url) && !isPublicAddress(bare(url.hostname)))
      throw new GuardedError('HOST_NOT_PUBLIC')
    const answer = await asked(() => request(url, { dispatcher: agents[trust], signal }))
    if (!isRedirect(answer.statusCode))
      return { status: answer.statusCode, bytes: await bytesOf(answer, options) }
    await answer.body.dump()
    next = URL.parse(String(answer.headers.location ?? ''), url.href)
    if (!next) throw new GuardedError('REDIRECT_INVALID')
  }
  throw new GuardedError('TOO_MANY_REDIRECTS')
}

/** Sockets don't look up what is an address already. */
const isLiteral = ({ hostname }: URL): boolean => isIP(bare(hostname)) !== 0

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/** Brings out a refusal that the socket wrapped. */
const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask()
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause)
      if (cause instanceof GuardedError) throw cause
    throw error
  }
}

const bytesOf = async (
  { body }: Dispatcher.ResponseData,
  { maxBytes }: GuardedGetOptions,
): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    // Leaving the loop hangs up.
    if (size > maxBytes) throw new GuardedError('ANSWER_TOO_LARGE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
