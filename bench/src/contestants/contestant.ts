import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server under load, in a process of its own. */
export interface Contestant {
  name: string
  /** `http://127.0.0.1:<port>` */
  url: string
  /** Milliseconds of CPU that its process has used since its start. */
  cpu(): Promise<number>
  stop(): Promise<void>
}

export interface ContestantProcess {
  name: string
  script: string
  url: string
  env: Record<string, string>
  /** What node is given besides. */
  nodeOptions?: string[]
  /** Its line on stdout that says it is ready. */
  isReady(output: string): boolean
}

const probe = fileURLToPath(new URL('cpu-probe.ts', import.meta.url))
const register = import.meta.resolve('@oxc-node/core/register')

const whenReady = async (child: ChildProcess, { name, isReady }: ContestantProcess): Promise<void> => {
  let output = ''
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-20_000)
      if (isReady(output)) resolve()
    })
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${name} ended before it was ready:\n${output}`)
  })
  await Promise.race([ready, ended])
  // From here on an early end shows as failed requests.
  ended.catch(() => undefined)
}

const readCpu = async (child: ChildProcess): Promise<number> => {
  const answer = once(child, 'message')
  child.send('cpu')
  const [{ cpu }] = (await answer) as [{ cpu: NodeJS.CpuUsage }]
  return (cpu.user + cpu.system) / 1_000
}

/** Starts a contestant and waits until it serves. */
export const startContestant = async (options: ContestantProcess): Promise<Contestant> => {
  const { nodeOptions = [], script } = options
  const child = spawn(process.execPath, [...nodeOptions, '--import', register, '--import', probe, script], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  await whenReady(child, options)
  return {
    name: options.name,
    url: options.url,
    cpu: () => readCpu(child),
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
