import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const register = import.meta.resolve('@oxc-node/core/register')

/** A load generator in a process of its own, which prepares first and then waits for the word. */
export interface Load<Result> {
  run(): Promise<Result>
}

const next = async (child: ChildProcess, script: string): Promise<unknown> => {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the load generator ${script} ended with ${code}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
  ended.catch(() => undefined)
  return message
}

/** Starts a generator of this folder on a job, and waits until it is prepared. */
export const prepareLoad = async <Job extends object, Result>(
  script: string,
  job: Job,
): Promise<Load<Result>> => {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child = fork(file, { execArgv: ['--import', register], serialization: 'advanced' })
  child.send(job)
  await next(child, script)
  return {
    run: async () => {
      child.send('go')
      const result = (await next(child, script)) as Result
      const exited = once(child, 'exit')
      child.disconnect()
      await exited
      return result
    },
  }
}
