import { cpus } from 'node:os'
import { mainAmounts } from './amounts.ts'
import { startParley } from './contestants/parley.ts'
import { type Cluster, createDatabase, openCluster } from './database.ts'
import { type Options, readOptions, type ScenarioName, scenarioNames } from './options.ts'
import { print, whole } from './print.ts'
import type { Scenario } from './scenarios/context.ts'
import { measureFanOut } from './scenarios/fan-out.ts'
import { measureGrowth } from './scenarios/growth.ts'
import { measureInbox } from './scenarios/inbox.ts'
import { measureLive } from './scenarios/live.ts'
import { measureSend } from './scenarios/send.ts'
import { measureThread } from './scenarios/thread.ts'
import { measureWebhook } from './scenarios/webhook.ts'

const scenarios: Record<ScenarioName, { title: string; measure: Scenario }> = {
  inbox: { title: 'Inbox page over GraphQL: 50 conversations, 32 connections', measure: measureInbox },
  thread: { title: 'Thread page over GraphQL: 50 messages, 32 connections', measure: measureThread },
  webhook: {
    title: 'Inbound webhook: signature to commit, 50 connections, one account',
    measure: measureWebhook,
  },
  live: { title: 'Webhook to socket: 100 texts/s, 100 agents', measure: measureLive },
  'fan-out': { title: 'Fan-out: one event to 1,000 sockets', measure: measureFanOut },
  send: { title: 'A campaign to 10,000 people in one call, beside COPY', measure: measureSend },
  growth: { title: 'Growth with the number of conversations', measure: measureGrowth },
}

/** Runs the scenarios one after the other; one that cannot run says why, and the others go on. */
const runScenarios = async (options: Options, cluster: Cluster): Promise<void> => {
  print(`Generating ${whole(options.conversations)} conversations …`)
  const database = await createDatabase(cluster, 'parley_bench', mainAmounts(options.conversations))
  const parley = await startParley(database)
  try {
    for (const name of scenarioNames.filter((scenario) => options.only.includes(scenario))) {
      const { title, measure } = scenarios[name]
      print(`\n${title}`)
      try {
        await measure({ options, cluster, database, parley })
      } catch (error) {
        process.exitCode = 1
        print(`  could not run: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  } finally {
    await parley.stop()
  }
}

const options = readOptions(process.argv.slice(2))
const started = performance.now()
const cluster = await openCluster()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Contestants and load generators end by themselves when this process does.
  process.once(signal, () => void cluster.stop().finally(() => process.exit(1)))
}
try {
  await runScenarios(options, cluster)
} finally {
  await cluster.stop()
}
print(
  `\n${whole((performance.now() - started) / 1_000)} s on ${cpus().length} CPUs shared by load, server and PostgreSQL. Node ${process.version}`,
)
print('Ratios and CPU per request are steady from run to run; absolute figures move with the machine.')
