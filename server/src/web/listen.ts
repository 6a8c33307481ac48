import type { FastifyInstance } from 'fastify'
import type { Env } from '../env.ts'
import { inOneLine, StartError } from '../start/start-error.ts'

/** Begins to serve at `HOST` and `PORT`. @throws StartError if that address can't be had; the app is closed then */
export const listen = async (app: FastifyInstance, { port, host }: Env): Promise<void> => {
  try {
    await app.listen({ port, host })
  } catch (error) {
    await app.close()
    throw new StartError(`${reasonOf(error, port, host)}. Example: PORT=${port === 4000 ? 4001 : 4000}`, {
      cause: error,
    })
  }
}

/** How often connections are looked at while the last answers go out. */
const LOOK_MS = 50

/** Takes nothing more, and resolves once what is in hand has been answered. */
export const stopListening = async (app: FastifyInstance): Promise<void> => {
  // A connection whose request was in hand is kept alive behind its answer, where nobody would hang up.
  const hangingUp = setInterval(() => app.server.closeIdleConnections(), LOOK_MS)
  await app.close()
  clearInterval(hangingUp)
}

const reasonOf = (error: unknown, port: number, host: string): string => {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') return `PORT ${port} is taken: another program listens on ${host}:${port}`
  if (code === 'EADDRNOTAVAIL') return `HOST ${host} is no address of this machine`
  return `PORT ${port} of HOST ${host} cannot be used: ${inOneLine(error)}`
}
