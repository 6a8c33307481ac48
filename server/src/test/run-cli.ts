import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { projectRoot } from '../env.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))

export interface CliResult {
  code: number
  out: string
  err: string
}

/** Runs the command line as an operator does, in a process of its own and with no environment but this. */
export const runCli = (env: Record<string, string>, ...args: string[]): Promise<CliResult> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--import', '@oxc-node/core/register', cli, ...args],
      { cwd: projectRoot, env: { PATH: process.env.PATH, ...env } },
      (error, out, err) => {
        if (error && typeof error.code !== 'number') return reject(error)
        resolve({ code: Number(error?.code ?? 0), out, err })
      },
    )
  })

/** The same in this process, which spares loading it all again; one at a time. */
export const runHere = async (env: Record<string, string>, ...args: string[]): Promise<CliResult> => {
  const written = { out: '', err: '' }
  const listen = (stream: NodeJS.WriteStream, to: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      written[to] += chunk
      return true
    })
  const spies = [listen(process.stdout, 'out'), listen(process.stderr, 'err')]
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  try {
    return { code: await runCommand(args), ...written }
  } finally {
    vi.unstubAllEnvs()
    for (const spy of spies) spy.mockRestore()
  }
}
