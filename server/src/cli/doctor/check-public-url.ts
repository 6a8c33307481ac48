import { z } from 'zod'
import type { Env } from '../../env.ts'
import { explainError } from '../command-error.ts'
import { Finding } from './report.ts'

const TIMEOUT_MS = 5_000

const health = z.object({ service: z.literal('parley') })

/** `PUBLIC_URL` leads to a Parley, and so that the carrier finds it too. */
export const checkPublicUrl = async (env: Env): Promise<string> => {
  const { publicUrl } = env
  if (isRealCarrier(env) && isOnlyHere(publicUrl))
    throw new Finding(
      `the carrier cannot reach ${publicUrl}`,
      'set PUBLIC_URL to the https address under which the world reaches this server',
    )
  const response = await request(publicUrl, '/healthz')
  if (response.status >= 300 && response.status < 400)
    throw new Finding(
      `${publicUrl} redirects to ${response.headers.get('location')}`,
      'set PUBLIC_URL to that address: signatures are made over it, and forms do not survive a redirect',
    )
  const body = health.safeParse(await readJson(response))
  if (response.status !== 200 || !body.success)
    throw new Finding(
      `at ${publicUrl} something else than Parley answers (HTTP ${response.status})`,
      'point PUBLIC_URL, or the proxy behind it, to this server',
    )
  return `Parley answers at ${publicUrl}`
}

/** Asks an address under `PUBLIC_URL`, following no redirects. @throws Finding if nothing answers */
export const request = async (publicUrl: string, path: string, init: RequestInit = {}): Promise<Response> => {
  try {
    return await fetch(publicUrl + path, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error
    throw new Finding(
      `${publicUrl} does not answer (${explainError(cause)})`,
      'start the server; if it runs, check PUBLIC_URL, its DNS name, certificate and proxy',
    )
  }
}

const isRealCarrier = ({ carrier, plivoApiUrl }: Env): boolean =>
  carrier === 'plivo' && !isOnlyHere(plivoApiUrl)

/** Loopback and private addresses. */
const isOnlyHere = (url: string): boolean =>
  /^(localhost|.*\.local|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[(::1|f[cd].*)\])$/.test(
    new URL(url).hostname,
  )

const readJson = async (response: Response): Promise<unknown> => {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}
