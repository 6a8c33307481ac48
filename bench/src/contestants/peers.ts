import { fileURLToPath } from 'node:url'
import type { BenchDatabase } from '../database.ts'
import { type Contestant, startContestant } from './contestant.ts'

/** What Parley is measured against: each a script of this folder. */
const peers = {
  limit: { port: 4221, name: 'limit: node:http, one prepared SQL' },
  mercurius: { port: 4222, name: 'Mercurius 16, jit, hand-written SQL' },
  insert: { port: 4223, name: 'limit: node:http, one INSERT each' },
  pipeline: { port: 4224, name: 'bare pipeline' },
  'raw-socket': { port: 4225, name: 'limit: raw ws, one frame' },
} as const

export type Peer = keyof typeof peers

/** Says that a peer serves; `startPeer` waits for it. */
export const announce = (): void => {
  process.stdout.write('peer is ready\n')
}

export const startPeer = (peer: Peer, { url, accountId }: BenchDatabase): Promise<Contestant> => {
  const { port, name } = peers[peer]
  return startContestant({
    name,
    script: fileURLToPath(new URL(`${peer}.ts`, import.meta.url)),
    url: `http://127.0.0.1:${port}`,
    env: { PORT: String(port), DATABASE_URL: url, ACCOUNT_ID: accountId, NODE_ENV: 'production' },
    isReady: (output) => output.includes('peer is ready'),
  })
}
