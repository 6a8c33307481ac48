import { CommanderError } from 'commander'
import { UserErrors } from '../platform/errors.ts'

/** What an operator can mend; `message` is one line that says so. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/** What went wrong, for the operator: of our refusals their text, of anything else its message. */
export const explainError = (error: unknown): string => {
  if (error instanceof UserErrors) return error.items.map(({ message }) => message).join(' ')
  // Node joins the failures to reach a host's several addresses in one without a message.
  if (error instanceof AggregateError && error.message === '') return explainError(error.errors[0])
  if (error instanceof Error) return error.message || error.name
  return String(error)
}

/** Whether commander has told the operator all there is: help, or what was wrong with the command. */
export const isTold = (error: unknown): error is CommanderError => error instanceof CommanderError
