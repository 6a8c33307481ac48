import type { Logger } from '../log.ts'

const MINUTE = 60_000

export interface KeyUseOptions {
  touchApiKey(apiKeyId: string, at: Date): Promise<void>
  logger: Logger
}

/** Notes when API keys were last used, at most once a minute for each, behind the request's back. */
export class KeyUse {
  readonly #noted = new Map<string, number>()

  constructor(private readonly options: KeyUseOptions) {}

  /** A request came with this key. */
  note(apiKeyId: string): void {
    const now = performance.now()
    const last = this.#noted.get(apiKeyId)
    if (last !== undefined && now - last < MINUTE) return
    this.#noted.set(apiKeyId, now)
    this.options.touchApiKey(apiKeyId, new Date()).catch((error: unknown) => {
      // The next use tries again; the request itself has nothing to do with it.
      this.#noted.delete(apiKeyId)
      this.options.logger.warn({ err: error, apiKeyId }, 'the use of an API key was not noted')
    })
  }
}
