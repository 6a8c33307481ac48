import pg from 'pg'
import type { Decision } from '../../../platform/db/batch-transaction.ts'
import type { Database } from '../../../platform/db/database.ts'
import { readAhead, writeAtHead } from '../../../platform/db/write-at-head.ts'
import type { IncomingText, IntakeOutcome } from './incoming-text.ts'
import {
  type IntakeState,
  intakeState,
  PEOPLE,
  type PersonRow,
  SETTINGS,
  type SettingsRow,
} from './intake-state.ts'
import type { Intake } from './intake-writes.ts'
import type { KeptPeople } from './kept-people.ts'
import { intakeStatements } from './write-intake.ts'

/**
 * What texts are decided on, read without the account's lock: good if nothing is recorded between this and the write.
 * The head is known or read first, so that what is recorded meanwhile shows in it. Texts that go in behind others that
 * are under way find the account there. Gives it at once if there is nothing to read. Whether a text is a message
 * already is not asked: that is rare, and the write says so (`isTaken`).
 */
export const findIntake = (
  db: Database,
  kept: KeptPeople,
  accountId: string,
  texts: IncomingText[],
  behind: Intake[],
): IntakeState | Promise<IntakeState> => {
  const numbers = [...new Set(texts.map((text) => text.from))].filter(
    (number) => !behind.some((intake) => intake.people.has(number)),
  )
  const { account, people } = kept.find(accountId, numbers, behind)
  const missing = numbers.filter((number) => !people.has(number))
  const isKnown = account !== null || behind.length > 0
  const found = { account, people, known: new Set<string>() }
  return isKnown && missing.length === 0 ? found : readMissing(db, accountId, found, missing, isKnown)
}

const readMissing = async (
  db: Database,
  accountId: string,
  found: IntakeState,
  missing: string[],
  isKnown: boolean,
): Promise<IntakeState> => {
  const people = { ...PEOPLE, values: [missing] }
  const answers = await readAhead(db, accountId, isKnown ? [people] : [{ ...SETTINGS, values: [] }, people])
  const [rows, [settings] = []] = answers.toReversed() as unknown as [PersonRow[], SettingsRow[]?]
  if (!isKnown && !settings) throw new Error('the account has no settings')
  const read = intakeState(settings, rows, [])
  return {
    ...found,
    account: found.account ?? read.account,
    people: new Map([...found.people, ...read.people]),
  }
}

/** Whether a write failed because one of the texts is a message already. */
export const isTaken = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.constraint === 'messages_carrier_id'

/**
 * Writes what was decided, with these statements ahead, if nothing else was recorded since, and keeps its people.
 * @throws as `writeAtHead` does, `isOvertaken` errors among them, and `isTaken` ones; nothing is written then
 */
export const writeIntake = async (
  db: Database,
  kept: KeptPeople,
  accountId: string,
  intake: Intake,
  { statements, along }: Pick<Decision<unknown>, 'statements' | 'along'>,
): Promise<IntakeOutcome[]> => {
  const { head, changes, outcomes } = intake
  const decided = { statements: [...statements, ...intakeStatements(intake)], changes, along }
  await writeAtHead(db, accountId, head, decided, () => kept.keep(accountId, intake))
  return outcomes
}
