import { once } from 'node:events'

/** The generator's side of `prepareLoad`: prepares for the job it is given, and runs when it gets the word. */
export const serveLoad = async <Job, Result>(
  prepare: (job: Job) => Promise<() => Promise<Result>>,
): Promise<void> => {
  const [job] = (await once(process, 'message')) as [Job]
  const run = await prepare(job)
  const told = once(process, 'message')
  process.send?.('prepared')
  await told
  process.send?.(await run())
}
