import type { Contestant } from './contestants/contestant.ts'
import { type Load, prepareLoad } from './load/run-load.ts'
import { median } from './statistics.ts'

/** A contestant in a scenario, and the load it gets there. */
export interface Entry<Job extends object> {
  name: string
  contestant: Contestant
  job: Job
}

/** Until CPU per request falls no further: V8 compiles in several steps what is hot, the last of them late. */
const WARM_UP_SECONDS = 10

/** What one stretch gave, with the server's CPU in milliseconds. */
export type Stretch<Result> = Result & { cpu: number }

/**
 * Loads the entries one at a time, by turns, and gives each one's stretches. Turns even out what the machine does
 * meanwhile. A stretch before the first round warms a contestant up and does not count.
 */
export const measureByTurns = async <Job extends object, Result extends object>(
  script: string,
  entries: Entry<Job>[],
  rounds: number,
): Promise<Map<string, Stretch<Result>[]>> => {
  const stretches = new Map<string, Stretch<Result>[]>(entries.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const { name, contestant, job } of entries) {
      const load: Load<Result> = await prepareLoad(
        script,
        round === 0 ? { ...job, seconds: WARM_UP_SECONDS } : job,
      )
      const before = await contestant.cpu()
      const result = await load.run()
      const cpu = (await contestant.cpu()) - before
      if (round > 0) stretches.get(name)?.push({ ...result, cpu })
    }
  }
  return stretches
}

/** The median over an entry's stretches. */
export const typical = <Result>(
  stretches: Stretch<Result>[] | undefined,
  figure: (stretch: Stretch<Result>) => number,
): number => median((stretches ?? []).map(figure))
