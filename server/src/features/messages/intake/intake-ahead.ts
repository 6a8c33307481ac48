import type { Statement } from '../../../platform/db/batch-transaction.ts'
import type { Database } from '../../../platform/db/database.ts'
import { readAhead, writeAtHead } from '../../../platform/db/write-at-head.ts'
import type { IncomingText, IntakeOutcome } from './incoming-text.ts'
import {
  type IntakeState,
  intakeState,
  KNOWN,
  PEOPLE,
  type PersonRow,
  SETTINGS,
  type SettingsRow,
} from './intake-state.ts'
import type { Intake } from './intake-writes.ts'
import { intakeStatements } from './write-intake.ts'

/**
 * What texts are decided on, read without the account's lock: good if nothing is recorded between this and the write.
 * The head is read first, so that what is recorded meanwhile shows in it.
 */
export const readIntake = async (
  db: Database,
  accountId: string,
  texts: IncomingText[],
): Promise<IntakeState> => {
  const [settings, people, known] = (await readAhead(db, accountId, [
    { ...SETTINGS, values: [] },
    { ...PEOPLE, values: [[...new Set(texts.map((text) => text.from))]] },
    { ...KNOWN, values: [texts.map((text) => text.carrierMessageId)] },
  ])) as unknown as [SettingsRow[], PersonRow[], { carrier_message_id: string }[]]
  if (!settings[0]) throw new Error('the account has no settings')
  return intakeState(settings[0], people, known)
}

/**
 * Writes what was decided, with the statements `alongside`, if nothing else was recorded since.
 * @throws as `writeAtHead` does, `isOvertaken` errors among them; nothing is written then
 */
export const writeIntake = async (
  db: Database,
  accountId: string,
  intake: Intake,
  alongside: (outcomes: IntakeOutcome[]) => Statement[],
): Promise<IntakeOutcome[]> => {
  await writeAtHead(db, accountId, intake.head, {
    statements: [...alongside(intake.outcomes), ...intakeStatements(intake)],
    changes: intake.changes,
  })
  return intake.outcomes
}
