import fastify from 'fastify'
import { migrateSandbox } from './migrate-sandbox.ts'
import { type SandboxCarrierOptions, sandboxCarrier } from './sandbox.plugin.ts'

/** A carrier of its own: it outlives the server that it calls. */
export interface SandboxServer {
  /** Without the prefix, e.g. `http://127.0.0.1:4100`. */
  url: string
  /** To give as `PLIVO_API_URL`. */
  plivoUrl: string
  close(): Promise<void>
}

/**
 * Migrates and starts the simulated carrier as a server of its own on 127.0.0.1; port 0 takes a free one. Used by
 * tests that kill the server, and wherever the carrier must not share its process.
 */
export async function startSandboxServer({
  port,
  ...options
}: Omit<SandboxCarrierOptions, 'carrierBaseUrl'> & { port: number }): Promise<SandboxServer> {
  await migrateSandbox(options.databaseUrl)
  const app = fastify({ loggerInstance: options.logger })
  let url = ''
  await app.register(sandboxCarrier, { ...options, carrierBaseUrl: () => url })
  url = await app.listen({ host: '127.0.0.1', port })
  return { url, plivoUrl: `${url}${options.prefix ?? '/sandbox'}/plivo`, close: async () => app.close() }
}
