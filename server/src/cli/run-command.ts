import { loadEnv } from '../env.ts'
import { explainError, isTold } from './command-error.ts'
import { createProgram } from './program.ts'

/**
 * Runs a command, given as it was typed, and gives the exit code: an error is one line for the operator, with its
 * stack if `LOG_LEVEL=debug`.
 */
export const runCommand = async (args: string[]): Promise<number> => {
  try {
    await createProgram().parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (isTold(error)) return error.exitCode
    process.stderr.write(`${explainError(error)}\n`)
    if (wantsStack() && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    return 1
  }
}

const wantsStack = (): boolean => {
  try {
    return ['debug', 'trace'].includes(loadEnv().logLevel)
  } catch {
    // The environment is what was wrong, and has been told.
    return false
  }
}
