import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { projectRoot } from '../../env.ts'

/** How a process ended. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A Parley of its own, as an operator starts it. */
export interface ParleyProcess {
  /** The process that was started: node, or npm. */
  pid: number
  /** The server under it, as its log names itself. */
  serverPid(): number
  /** All that it has printed so far. */
  output(): string
  /** Resolves once it says that it is ready; rejects with its output if it ends before. */
  ready: Promise<void>
  /** Resolves with its end, once its output is complete. */
  exited: Promise<Exit>
  /** Signals the process that was started, and no other. */
  signal(signal: NodeJS.Signals): Promise<Exit>
}

const commands = {
  'npm start': ['npm', 'start'],
  node: [process.execPath, '--import', '@oxc-node/core/register', 'server/src/main.ts'],
}

/** Starts Parley from the project's root with these variables and no others of ours. */
export const launchParley = (
  env: Record<string, string>,
  command: keyof typeof commands = 'node',
): ParleyProcess => {
  const [program = '', ...args] = commands[command]
  const child = spawn(program, args, {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Nothing of it stays when the run is broken off.
  const killWithUs = () => void child.kill('SIGKILL')
  process.once('exit', killWithUs)
  child.once('close', () => process.off('exit', killWithUs))
  const output = collect(child)
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Exit)
  return {
    pid: child.pid ?? 0,
    serverPid: () => Number(/"pid":(\d+)/.exec(output.text())?.[1]),
    output: output.text,
    ready: Promise.race([
      output.says('Parley is ready'),
      exited.then(({ code, signal }) => {
        throw new Error(`it ended (${code ?? signal}) before it was ready:\n${output.text()}`)
      }),
    ]),
    exited,
    signal: (signal) => {
      child.kill(signal)
      return exited
    },
  }
}

const collect = ({ stdout, stderr }: ChildProcess) => {
  let text = ''
  const waiting = new Set<() => void>()
  for (const stream of [stdout, stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const look of waiting) look()
    })
  return {
    text: () => text,
    says: (words: string) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (!text.includes(words)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}
