import type { Statement } from '../../../platform/db/batch-transaction.ts'
import { addChange, type Intake, type IntakeWrites, type PersonWrite } from './intake-writes.ts'

/** What hearing from a person may change, beside their conversation. */
export interface Awaited {
  /** Whether failures said that the number takes no texts (R19). */
  isUnreachable: boolean
  /** Replies that are to go out later, and are not held for an agent yet (B4). */
  scheduledIds: string[]
}

/** The columns of `Awaited` for a profile `p`. One look into an index that holds scheduled messages alone. */
export const AWAITED_COLUMNS = `p.unreachable_at is not null as is_unreachable, array(
        select w.id from messages w where w.account_id = p.account_id and w.profile_id = p.id and w.status = 'SCHEDULED'
          and w.kind = 'REPLY' and w.held_reason is distinct from 'PERSON_WROTE' limit 50) as scheduled_ids`

export interface AwaitedRow {
  is_unreachable: boolean
  scheduled_ids: string[]
}

export const awaitedOf = (row: AwaitedRow): Awaited => ({
  isUnreachable: row.is_unreachable,
  scheduledIds: row.scheduled_ids,
})

/** Of somebody who never wrote before. */
export const nothingAwaited: Awaited = { isUnreachable: false, scheduledIds: [] }

/**
 * Whoever texts can be reached. A text of the conversation may have made a reply that was scheduled before it wrong:
 * those wait until an agent has looked (B4). A keyword does not: what it means the gate knows.
 */
export const hearFrom = (intake: Intake, person: PersonWrite, isConversation: boolean): void => {
  const { profileId, conversationId } = person
  if (person.isUnreachable) {
    person.isUnreachable = false
    person.isReachableAgain = true
    addChange(intake, { kind: 'PROFILE_CHANGED', profileId, conversationId })
  }
  if (!isConversation || person.scheduledIds.length === 0) return
  for (const messageId of person.scheduledIds)
    addChange(intake, { kind: 'MESSAGE_CHANGED', messageId, profileId, conversationId })
  person.heldIds.push(...person.scheduledIds)
  person.scheduledIds = []
}

const HOLD = `
  update messages set held_reason = 'PERSON_WROTE', next_attempt_at = null
  where account_id = entered_account() and id = any ($1) and status = 'SCHEDULED'`

const REACHABLE = `
  update profiles set unreachable_at = null where account_id = entered_account() and id = any ($1)`

/** The statements that write it; as a rule none. */
export const hearingStatements = ({ people }: IntakeWrites): Statement[] => {
  const all = [...people.values()]
  const held = all.flatMap((person) => person.heldIds)
  const reachable = all.filter((person) => person.isReachableAgain).map((person) => person.profileId)
  const statements: Statement[] = []
  if (held.length > 0) statements.push({ name: 'intake_hold', text: HOLD, values: [held] })
  if (reachable.length > 0)
    statements.push({ name: 'intake_reachable', text: REACHABLE, values: [reachable] })
  return statements
}
