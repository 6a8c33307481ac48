import { fileURLToPath } from 'node:url'
import type { BenchDatabase } from '../database.ts'
import { type Contestant, startContestant } from './contestant.ts'
import { freePort } from './free-port.ts'

/** What Parley is measured against: each a script of this folder. */
const peers = {
  limit: 'limit: node:http, one prepared SQL',
  mercurius: 'Mercurius 16, jit, hand-written SQL',
  insert: 'limit: node:http, one INSERT each',
  pipeline: 'bare pipeline',
  'raw-socket': 'limit: raw ws, one frame',
} as const

export type Peer = keyof typeof peers

/** Says that a peer serves; `startPeer` waits for it. */
export const announce = (): void => {
  process.stdout.write('peer is ready\n')
}

export const startPeer = async (peer: Peer, { url, accountId }: BenchDatabase): Promise<Contestant> => {
  const port = await freePort()
  return startContestant({
    name: peers[peer],
    script: fileURLToPath(new URL(`${peer}.ts`, import.meta.url)),
    url: `http://127.0.0.1:${port}`,
    env: { PORT: String(port), DATABASE_URL: url, ACCOUNT_ID: accountId, NODE_ENV: 'production' },
    isReady: (output) => output.includes('peer is ready'),
  })
}
