import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { authId, authToken, business, phone, startCarrierRig } from '../test/carrier-rig.ts'

const script = (databaseUrl: string, receiverUrl: string): string => `
  import { createLogger } from './server/src/platform/log.ts'
  import { startSandboxServer } from './server/src/sandbox/sandbox-server.ts'
  const { url } = await startSandboxServer({
    port: 0,
    databaseUrl: ${JSON.stringify(databaseUrl)},
    authId: '${authId}',
    authToken: '${authToken}',
    webhookBaseUrl: '${receiverUrl}',
    signatureBaseUrl: '${receiverUrl}',
    webhookTimeoutMs: 500,
    logger: createLogger('error'),
  })
  process.stdout.write(url)
`

test('a carrier killed while it delivers delivers again when it is back, by another process', async () => {
  const rig = await startCarrierRig({ webhookTimeoutMs: 500, retryDelaysMs: [] })
  await rig.stopCarrier()
  const child = spawn(
    process.execPath,
    [
      '--import',
      '@oxc-node/core/register',
      '--input-type=module',
      '-e',
      script(rig.database.url, rig.receiver.url),
    ],
    { cwd: fileURLToPath(new URL('../../..', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    const [url] = await once(child.stdout, 'data')
    const died = once(child, 'exit')
    // The receiver kills it with the webhook in hand, before the answer is out.
    rig.receiver.answerWith(() => {
      child.kill('SIGKILL')
      return 200
    })
    await fetch(`${url}/sandbox/api/phones/${phone}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: business, text: 'Survives' }),
    })
    expect(await died).toEqual([null, 'SIGKILL'])
    rig.receiver.answerWith(() => 200)
    await rig.startCarrier()
    const webhooks = await rig.receiver.take(2, ({ params }) => params.Text === 'Survives')
    expect(new Set(webhooks.map(({ params }) => params.MessageUUID)).size).toBe(1)
  } finally {
    child.kill('SIGKILL')
    await rig.close()
  }
})
