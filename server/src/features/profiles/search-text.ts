import { AppError } from '../../platform/errors.ts'
import { toStorableText } from '../../platform/storable-text.ts'

const LONGEST = 200

/** What is searched for, or null for a blank. BAD_USER_INPUT naming the field for more than 200 characters. */
export const searchText = (field: string, asked: string | null | undefined): string | null => {
  if (asked && asked.length > LONGEST)
    throw new AppError('BAD_USER_INPUT', `${field} must be at most ${LONGEST} characters`)
  return toStorableText(asked ?? '').trim() || null
}
