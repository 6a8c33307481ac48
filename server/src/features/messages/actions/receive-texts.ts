import { batchTransaction, type Statement } from '../../../platform/db/batch-transaction.ts'
import type { Database } from '../../../platform/db/database.ts'
import { decideIntake } from '../intake/decide-intake.ts'
import type { IncomingText, IntakeOutcome } from '../intake/incoming-text.ts'
import {
  intakeState,
  KNOWN,
  PEOPLE,
  type PersonRow,
  SETTINGS,
  type SettingsRow,
} from '../intake/intake-state.ts'
import { intakeStatements } from '../intake/write-intake.ts'

type Reads = [PersonRow, { carrier_message_id: string }, SettingsRow]

/**
 * Takes texts that people sent to one account, in order, in one transaction: messages, conversations, keywords,
 * consent, counters and log entries (R4, R9, R12–R17). A text that is known already changes nothing.
 * `alongside` adds statements to the same transaction, such as the journal's.
 */
export const receiveTexts = (
  db: Database,
  accountId: string,
  texts: IncomingText[],
  alongside: (outcomes: IntakeOutcome[]) => Statement[],
): Promise<IntakeOutcome[]> =>
  batchTransaction<Reads, IntakeOutcome[]>(
    db,
    accountId,
    [
      { ...PEOPLE, values: [[...new Set(texts.map((text) => text.from))]] },
      { ...KNOWN, values: [texts.map((text) => text.carrierMessageId)] },
      { ...SETTINGS, values: [] },
    ],
    (_head, [people, known, [settings]]) => {
      const writes = decideIntake(intakeState(settings, people, known), texts)
      return {
        statements: [...alongside(writes.outcomes), ...intakeStatements(writes)],
        changes: writes.changes,
        result: writes.outcomes,
      }
    },
  )
