import type { FastifyInstance } from 'fastify'

/** Something that must answer for the process to be of use. */
export interface Dependency {
  name: string
  ping(): Promise<unknown>
}

const PATIENCE_MS = 2_000

/** `/healthz`: the process lives. `/readyz`: what it depends on answers; 503 says what does not, and why (R43). */
export const health = async (
  app: FastifyInstance,
  { dependencies }: { dependencies: Dependency[] },
): Promise<void> => {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok', service: 'parley' }))
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const checks = await Promise.all(dependencies.map(check))
    const isReady = checks.every((one) => one.ok)
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', checks })
  })
}

const check = async ({ name, ping }: Dependency): Promise<{ name: string; ok: boolean; error?: string }> => {
  try {
    await Promise.race([ping(), tooLate()])
    return { name, ok: true }
  } catch (error) {
    return { name, ok: false, error: error instanceof Error ? error.message || error.name : String(error) }
  }
}

const tooLate = (): Promise<never> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1_000} s`)), PATIENCE_MS).unref()
  })
