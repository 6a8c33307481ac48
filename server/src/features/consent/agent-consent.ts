import { recordChange } from '../../platform/change-log/record-change.ts'
import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { userError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { isStorable } from '../../platform/storable-text.ts'
import type { ConsentMethod, ConsentState } from './consent.ts'
import { consentStatements, type LedgerLine } from './consent-statements.ts'
import { recordedBy } from './recorded-by.ts'

/** A person whose consent an agent is about to record. */
export interface ConsentSubject {
  id: string
  phoneNumber: string
  conversationId: string | null
  consent: ConsentState
  optedOutByCustomer: boolean
  possibleOptOut: boolean
}

const SUBJECT = `
  select p.id, p.phone_number as "phoneNumber", c.id as "conversationId", p.consent,
    p.opted_out_by_customer as "optedOutByCustomer", coalesce(c.possible_opt_out, false) as "possibleOptOut"
  from profiles p left join conversations c on c.profile_id = p.id
  where p.account_id = entered_account() and p.id = $1`

/** @throws userError NOT_FOUND naming `id`: "not yours" and "does not exist" are the same answer (R3) */
export const findSubject = async (ctx: WriteContext, profileId: string): Promise<ConsentSubject> => {
  const [subject] = await sql<ConsentSubject>(ctx, SUBJECT, [profileId])
  if (!subject) throw userError('NOT_FOUND', 'There is no such profile.', ['id'])
  return subject
}

const LONGEST_REASON = 1_000

/** The reason without the space around it; null for none. @throws userError REASON_TOO_LONG, REASON_INVALID */
export const readReason = (given: string | null | undefined): string | null => {
  const reason = given?.trim() ?? ''
  if (reason.length > LONGEST_REASON)
    throw userError('REASON_TOO_LONG', `The reason may have up to ${LONGEST_REASON} characters.`, ['reason'])
  if (!isStorable(reason))
    throw userError(
      'REASON_INVALID',
      'The reason has a character that is no text (a NUL, or half an emoji).',
      ['reason'],
    )
  return reason || null
}

/** What the ledger calls it: a user's word, or that of an integrator's program. */
const methods = { user: 'AGENT', apiKey: 'API', system: 'IMPORT' } as const satisfies Record<
  string,
  ConsentMethod
>

/** Changes a person's consent by the word of whoever acts, with its line in the ledger (R18). */
export const changeConsent = async (
  ctx: WriteContext,
  subject: ConsentSubject,
  change: Pick<LedgerLine, 'to_state' | 'evidence' | 'rule' | 'opted_out_by_customer'>,
): Promise<void> => {
  const line: LedgerLine = {
    id: newId(),
    profile_id: subject.id,
    phone_number: subject.phoneNumber,
    at: ctx.now,
    from_state: subject.consent,
    method: methods[ctx.actor.kind],
    ...change,
    ...recordedBy(ctx.actor),
  }
  for (const { text, values } of consentStatements([line])) await sql(ctx, text, values)
  recordProfileChange(ctx, subject)
}

/** Tells readers of the person, and of the conversation with them. */
export const recordProfileChange = (ctx: WriteContext, subject: ConsentSubject): void => {
  recordChange(ctx, {
    kind: 'PROFILE_CHANGED',
    profileId: subject.id,
    conversationId: subject.conversationId,
  })
}
