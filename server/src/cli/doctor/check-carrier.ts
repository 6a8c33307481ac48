import type { Env } from '../../env.ts'
import { CarrierUnavailable } from '../../features/carrier/carrier.ts'
import { createPlivoCarrier } from '../../features/carrier/plivo/plivo-client.ts'
import { Finding } from './report.ts'

const TIMEOUT_MS = 5_000

/** The carrier takes our credentials: asked for the list of what this number has just sent to itself, so for nothing. */
export const checkCarrier = async (env: Env, number: string): Promise<string> => {
  const carrier = createPlivoCarrier({
    authId: env.plivoAuthId,
    authToken: env.plivoAuthToken,
    apiUrl: env.plivoApiUrl,
    timeoutMs: TIMEOUT_MS,
  })
  try {
    await carrier.findSent({ from: number, to: number, sentAfter: new Date(), text: 'x' })
    return `${env.carrier === 'sandbox' ? 'the simulated carrier' : new URL(env.plivoApiUrl).host} takes our credentials`
  } catch (error) {
    if (error instanceof CarrierUnavailable) throw new Finding(error.message, fixFor(error.message, env))
    throw error
  } finally {
    await carrier.close()
  }
}

const fixFor = (message: string, { carrier }: Env): string => {
  if (/HTTP 40[134]/.test(message)) return 'check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN on the console of Plivo'
  if (carrier === 'sandbox') return 'the simulated carrier is in the server: start it'
  return 'check PLIVO_API_URL, and that this machine may reach it'
}
