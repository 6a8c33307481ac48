import { startPeer } from '../contestants/peers.ts'
import type { SocketsJob, SocketsResult } from '../load/sockets.ts'
import { type Entry, measureByTurns, typical } from '../measure.ts'
import { decimals, printBars, printTable, whole } from '../print.ts'
import type { Scenario } from './context.ts'

const agents = 100
const textsPerSecond = 100

/** What an agent's inbox listens to. */
const inboxChanged = `subscription {
  inboxChanged {
    cursor kind unreadCount
    message { id direction kind text status createdAt }
    conversation { id status isUnread lastMessageAt }
  }
}`

/** From the webhook to the sockets of 100 agents, at 100 texts a second. */
export const measureLive: Scenario = async ({ options, database, parley }) => {
  const pipeline = await startPeer('pipeline', database)
  try {
    const job = { sockets: agents, textsPerSecond, seconds: options.seconds * 2 }
    const subscription = { apiKey: database.apiKey, query: inboxChanged }
    const entries: Entry<SocketsJob>[] = [
      { name: pipeline.name, contestant: pipeline, job: { ...job, url: pipeline.url } },
      { name: 'Parley, inboxChanged', contestant: parley, job: { ...job, url: parley.url, subscription } },
    ]
    const stretches = await measureByTurns<SocketsJob, SocketsResult>('sockets.ts', entries, options.rounds)
    const figures = entries.map(({ name }) => ({
      name,
      texts: typical(stretches.get(name), (stretch) => stretch.texts),
      p50: typical(stretches.get(name), (stretch) => stretch.p50),
      p99: typical(stretches.get(name), (stretch) => stretch.p99),
      cpu: typical(stretches.get(name), (stretch) => stretch.cpu / stretch.texts),
    }))
    printTable(
      ['', 'texts', 'p50 ms', 'p99 ms', 'server CPU ms/text'],
      figures.map(({ name, texts, p50, p99, cpu }) => [
        name,
        whole(texts),
        decimals(p50, 2),
        decimals(p99, 2),
        decimals(cpu, 2),
      ]),
    )
    const [bare, ours] = figures
    if (!bare || !ours) return
    printBars([
      { what: 'p50 ÷ the bare pipeline’s', measured: ours.p50 / bare.p50, limit: { atMost: 1.5 } },
      { what: 'p99 ÷ the bare pipeline’s', measured: ours.p99 / bare.p99, limit: { atMost: 1.5 } },
    ])
  } finally {
    await pipeline.stop()
  }
}
