import { explainError, isTold } from './cli/command-error.ts'
import { createProgram } from './cli/program.ts'
import { loadEnv } from './env.ts'

const wantsStack = (): boolean => {
  try {
    return ['debug', 'trace'].includes(loadEnv().logLevel)
  } catch {
    return false
  }
}

/** Runs a command and gives the exit code: an error is one line for the operator, with its stack if `LOG_LEVEL=debug`. */
const run = async (): Promise<number> => {
  try {
    await createProgram().parseAsync()
    return 0
  } catch (error) {
    if (isTold(error)) return error.exitCode
    process.stderr.write(`${explainError(error)}\n`)
    if (wantsStack() && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    return 1
  }
}

process.exitCode = await run()
