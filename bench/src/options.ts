import { parseArgs } from 'node:util'

/** Names of the scenarios, in the order in which they run. */
export const scenarioNames = ['inbox', 'thread', 'webhook', 'live', 'fan-out', 'send', 'growth'] as const
export type ScenarioName = (typeof scenarioNames)[number]

export interface Options {
  only: ScenarioName[]
  /** Seconds of each measured stretch. */
  seconds: number
  /** Stretches for each contestant; contestants take turns, and the median stretch counts. */
  rounds: number
  /** Conversations in the main database, and in the large one of `growth`. */
  conversations: number
  manyConversations: number
}

const usage = `npm run bench -- [--only <${scenarioNames.join('|')}>]… [--seconds <n>] [--quick]`

const isScenario = (name: string): name is ScenarioName => scenarioNames.includes(name as ScenarioName)

/** @throws with the usage for anything it does not know */
export const readOptions = (args: string[]): Options => {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      seconds: { type: 'string' },
      quick: { type: 'boolean' },
    },
  })
  const only = values.only ?? [...scenarioNames]
  const seconds = Number(values.seconds ?? (values.quick ? 2 : 5))
  if (!only.every(isScenario) || !(seconds > 0)) throw new Error(usage)
  return {
    only: only.filter(isScenario),
    seconds,
    rounds: values.quick ? 1 : 5,
    conversations: values.quick ? 20_000 : 100_000,
    manyConversations: values.quick ? 100_000 : 1_000_000,
  }
}
