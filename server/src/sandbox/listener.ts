import pg from 'pg'
import type { Logger } from '../platform/log.ts'

/** What the tables' triggers tell. */
export interface CarrierNews {
  /** Listening (again): anything may have happened before. */
  ready(): void
  work(): void
  message(uuid: string): void
  mail(id: number): void
}

const reconnectMs = 1_000

/**
 * Listens to the notifications of the simulated carrier's tables, from this process and others, until stopped;
 * reconnects by itself.
 */
export function listenToCarrier(
  databaseUrl: string,
  logger: Logger,
  news: CarrierNews,
): { stop(): Promise<void> } {
  let stopped = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  const hear = ({ channel, payload = '' }: pg.Notification): void => {
    if (channel === 'parley_sandbox_work') news.work()
    if (channel === 'parley_sandbox_message') news.message(payload)
    if (channel === 'parley_sandbox_mail') news.mail(Number(payload))
  }
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: databaseUrl, keepAlive: true })
    client = fresh
    let lost = false
    const lose = (err?: unknown): void => {
      if (lost || stopped) return
      lost = true
      logger.warn({ err }, 'sandbox: the listening database connection broke; trying again')
      timer = setTimeout(() => {
        connecting = connect()
      }, reconnectMs)
    }
    fresh.on('error', lose)
    fresh.on('end', () => lose())
    fresh.on('notification', hear)
    try {
      await fresh.connect()
      await fresh.query(
        'listen parley_sandbox_work; listen parley_sandbox_message; listen parley_sandbox_mail',
      )
      news.ready()
    } catch (error) {
      lose(error)
      await fresh
        .end()
        .catch((err: unknown) => logger.debug({ err }, 'sandbox: closing the broken connection'))
    }
  }
  let connecting = connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await connecting
      await client?.end()
    },
  }
}
