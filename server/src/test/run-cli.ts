import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
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
