import type { Contestant } from '../contestants/contestant.ts'
import type { BenchDatabase, Cluster } from '../database.ts'
import type { Options } from '../options.ts'

/** What a scenario works with. */
export interface ScenarioContext {
  options: Options
  cluster: Cluster
  /** The account with `options.conversations` conversations, a thousand of them with long threads. */
  database: BenchDatabase
  /** Parley on it, running for all scenarios. */
  parley: Contestant
}

export type Scenario = (context: ScenarioContext) => Promise<void>
