import { validate } from 'uuid'
import { CommandError } from '../command-error.ts'

/** The id of a journal entry as it was typed. @throws CommandError */
export const checkEntryId = (id: string): string => {
  if (!validate(id)) throw new CommandError(`"${id}" is no id of a journal entry: see journal list.`)
  return id
}
