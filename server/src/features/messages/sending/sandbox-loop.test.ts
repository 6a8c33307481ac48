import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SandboxServer, startSandboxServer } from '../../../sandbox/sandbox-server.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  openWorld,
  silent,
  type World,
} from '../../../test/build.ts'
import { createEmptyDatabase, type TestDatabase } from '../../../test/database.ts'
import { authToken, publicUrl, startWebhooks, type WebhookRig } from '../../../test/webhook-rig.ts'
import type { Carrier } from '../../carrier/carrier.ts'
import { createPlivoCarrier } from '../../carrier/plivo/plivo-client.ts'
import { callbackPath } from '../../carrier/status/callback-path.ts'
import { sweepSending } from '../jobs/sweep-sending.ts'
import { sendQueued } from './send-queued.ts'

const authId = 'MASANDBOX00000000000'
const number = '+15550001000'

let world: World
let webhooks: WebhookRig
let plivoDatabase: TestDatabase
let plivo: SandboxServer
let carrier: Carrier
let account: BuiltAccount
let profileId: string
beforeAll(async () => {
  world = await openWorld(5)
  webhooks = await startWebhooks(world.db)
  plivoDatabase = await createEmptyDatabase()
  plivo = await startSandboxServer({
    port: 0,
    databaseUrl: plivoDatabase.url,
    authId,
    authToken,
    webhookBaseUrl: webhooks.url,
    signatureBaseUrl: publicUrl,
    logger: silent,
  })
  carrier = createPlivoCarrier({ authId, authToken, apiUrl: plivo.plivoUrl })
  account = await buildAccount(world.owner, { number })
})
beforeEach(async () => {
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(async () => {
  await carrier.close()
  await plivo.close()
  await webhooks.close()
  await world.close()
  await plivoDatabase.drop()
})

const mood = async (mischief: object): Promise<void> => {
  const response = await fetch(`${plivo.url}/sandbox/api/mischief`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ callbackDelayMs: { min: 0, max: 0 }, ...mischief }),
  })
  expect(response.status).toBe(200)
}
const send = async (count: number): Promise<void> => {
  for (let n = 1; n <= count; n++) await buildMessage(world.owner, account, profileId, { text: `${n}` })
  const callbackUrl = (attempt: Parameters<typeof callbackPath>[0]) => publicUrl + callbackPath(attempt)
  await sendQueued(contextOf(world.db, account.accountId), { carrier, callbackUrl }, profileId)
}
const sweep = () =>
  sweepSending({
    db: world.db,
    carrier,
    contextFor: (accountId) => contextOf(world.db, accountId),
    add: async () => undefined,
  })
const states = async (): Promise<unknown[]> =>
  (
    await world.owner.query(
      'select status, failure_code as code, send_attempts as attempts from messages where profile_id = $1 order by seq',
      [profileId],
    )
  ).rows
const state = (status: string, code: string | null = null) => ({ status, code, attempts: 1 })

describe('R21, R22: replies through the simulated Plivo, by the adapter that talks to the real one', () => {
  test('are delivered, though callbacks come twice and out of order', async () => {
    await mood({ duplicateEvery: 2, reorder: true })
    await send(5)
    await expect.poll(states).toEqual(Array.from({ length: 5 }, () => state('DELIVERED')))
  })

  test('whose connection broke once Plivo had them are settled by their callbacks, and go once', async () => {
    await mood({ nextSends: { outcome: 'reset_after', times: 2 } })
    await send(3)
    await expect.poll(states).toEqual(Array.from({ length: 3 }, () => state('DELIVERED')))
  })

  test('whose connection broke and whose callbacks were lost are found in Plivo’s list', async () => {
    await mood({ nextSends: { outcome: 'reset_after', times: 1 }, loseEvery: 1, finalState: 'sent' })
    await send(1)
    expect(await states()).toEqual([state('UNKNOWN')])
    await expect.poll(() => sweep().then(states)).toEqual([state('SENT')])
  })

  test('whose connection broke before Plivo had them stay unknown', async () => {
    await mood({ nextSends: { outcome: 'reset_before', times: 1 } })
    await send(1)
    await sweep()
    expect(await states()).toEqual([state('UNKNOWN')])
  })

  test('R17: that Plivo stops with error 200 unsubscribe the person', async () => {
    await mood({ finalState: 'failed', errorCode: '200' })
    await send(1)
    await expect.poll(states).toEqual([state('FAILED', '200')])
    const { rows } = await world.owner.query('select consent from profiles where id = $1', [profileId])
    expect(rows).toEqual([{ consent: 'UNSUBSCRIBED' }])
  })
})
