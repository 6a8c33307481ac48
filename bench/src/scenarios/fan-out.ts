import { startPeer } from '../contestants/peers.ts'
import type { SocketsJob, SocketsResult } from '../load/sockets.ts'
import { type Entry, measureByTurns, typical } from '../measure.ts'
import { decimals, printBars, printTable, whole } from '../print.ts'
import type { Scenario } from './context.ts'

const sockets = 1_000
const textsPerSecond = 20

const messageReceived = 'subscription { messageReceived { id direction text createdAt } }'

/** One event to 1,000 sockets. Parley's CPU has the webhook in it that makes the event; the limit's has no more than the frame. */
export const measureFanOut: Scenario = async ({ options, database, parley }) => {
  const raw = await startPeer('raw-socket', database)
  try {
    const job = { sockets, textsPerSecond, seconds: options.seconds }
    const subscription = { apiKey: database.apiKey, query: messageReceived }
    const entries: Entry<SocketsJob>[] = [
      { name: raw.name, contestant: raw, job: { ...job, url: raw.url } },
      { name: 'Parley, messageReceived', contestant: parley, job: { ...job, url: parley.url, subscription } },
    ]
    const stretches = await measureByTurns<SocketsJob, SocketsResult>('sockets.ts', entries, options.rounds)
    const cpu = (name: string) =>
      typical(stretches.get(name), (stretch) => (stretch.cpu * 1_000) / stretch.deliveries)
    printTable(
      ['', 'deliveries', 'p50 ms', 'p99 ms', 'server CPU µs/delivery'],
      entries.map(({ name }) => [
        name,
        whole(typical(stretches.get(name), (stretch) => stretch.deliveries)),
        decimals(
          typical(stretches.get(name), (stretch) => stretch.p50),
          1,
        ),
        decimals(
          typical(stretches.get(name), (stretch) => stretch.p99),
          1,
        ),
        decimals(cpu(name), 1),
      ]),
    )
    printBars([
      {
        what: 'CPU per delivery ÷ raw ws',
        measured: cpu('Parley, messageReceived') / cpu(raw.name),
        limit: { atMost: 1.5 },
      },
    ])
  } finally {
    await raw.stop()
  }
}
