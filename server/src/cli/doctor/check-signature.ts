import type { Env } from '../../env.ts'
import { signatureHeaders } from '../../sandbox/sign-webhook.ts'
import { request } from './check-public-url.ts'
import { Finding } from './report.ts'
import { withOwner } from './with-owner.ts'

const PATH = '/webhooks/plivo/inbound'
/** Signed rightly and no text at all: refused as malformed, and only if the signature holds. */
const PROBE: readonly [string, string][] = [['Probe', 'doctor']]

const COUNT = `
  select coalesce(sum(count), 0)::int as count from parley.refused_webhooks where route = 'inbound' and reason = 'MALFORMED'`

/**
 * A webhook that is signed as the carrier signs comes through to the server, over the proxy if there is one, with the
 * address that its signature is about; and the server works on this database, which counts the refusal.
 */
export const checkSignature = async (env: Env, databaseUrl: string): Promise<string> => {
  const before = await countRefusals(databaseUrl)
  const { publicUrl, plivoAuthToken: authToken } = env
  const url = publicUrl + PATH
  const response = await request(publicUrl, PATH, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...signatureHeaders({ method: 'POST', url, params: PROBE, authToken, v3: true }),
    },
    body: String(new URLSearchParams(PROBE)),
  })
  if (response.status === 403)
    throw new Finding(
      'the server refuses a rightly signed webhook (HTTP 403)',
      'start it with the same PUBLIC_URL and PLIVO_AUTH_TOKEN as here, and let the proxy leave paths as they are',
    )
  if (response.status !== 400)
    throw new Finding(
      `the webhook's address answers HTTP ${response.status}`,
      `let the proxy pass POST ${PATH} on as it is`,
    )
  if ((await countRefusals(databaseUrl)) === before)
    throw new Finding(
      'the server that answers works on another database',
      'give this command the DATABASE_URL, or DATA_DIR, of the server',
    )
  return 'a rightly signed webhook is let in'
}

const countRefusals = (databaseUrl: string): Promise<number> =>
  withOwner(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(COUNT)
    return rows[0]?.count ?? 0
  })
