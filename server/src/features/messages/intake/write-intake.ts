import type { Statement } from '../../../platform/db/batch-transaction.ts'
import { rowSet } from '../../../platform/db/row-set.ts'
import { consentStatements } from '../../consent/consent-statements.ts'
import { attachmentStatements } from '../../media/inbound/attachment-statements.ts'
import { autoResponderStatements } from './answer-automatically.ts'
import { attributionStatements } from './attribute-text.ts'
import { hearingStatements } from './hear-from.ts'
import type { IntakeWrites, PersonWrite } from './intake-writes.ts'

const newProfiles = rowSet({ id: 'uuid', phone_number: 'text', country: 'text', created_at: 'timestamptz' })

const NEW_PROFILES = `
  insert into profiles (id, account_id, phone_number, country, created_at)
  select id, entered_account(), phone_number, country, created_at from ${newProfiles.from('p')}`

const moved = {
  id: 'uuid',
  sender_id: 'uuid',
  status: 'text',
  is_unread: 'boolean',
  activity_seq: 'bigint',
  last_message_id: 'uuid',
  last_message_at: 'timestamptz',
  waiting_since: 'timestamptz',
  possible_opt_out: 'boolean',
} as const
const conversations = rowSet(moved)
const newConversations = rowSet({ ...moved, profile_id: 'uuid' })

const NEW_CONVERSATIONS = `
  insert into conversations (id, account_id, profile_id, sender_id, status, is_unread, activity_seq, last_message_id,
    last_message_at, waiting_since, possible_opt_out, created_at)
  select id, entered_account(), profile_id, sender_id, status, is_unread, activity_seq, last_message_id,
    last_message_at, waiting_since, possible_opt_out, last_message_at
  from ${newConversations.from('c')}`

const CONVERSATIONS = `
  update conversations c set sender_id = n.sender_id, status = n.status, snoozed_until = null, is_unread = n.is_unread,
    activity_seq = n.activity_seq, last_message_id = n.last_message_id, last_message_at = n.last_message_at,
    waiting_since = n.waiting_since, possible_opt_out = n.possible_opt_out
  from ${conversations.from('n')}
  where c.account_id = entered_account() and c.id = n.id`

/**
 * R8: a keyword text touches nothing of the conversation but the number that replies go out from, and what is settled
 * by it: whether a text before it meant an opt-out (R16).
 */
const CONVERSATION_SENDERS = `
  update conversations c set sender_id = n.sender_id, possible_opt_out = n.possible_opt_out
  from json_to_recordset($1::json) as n(id uuid, sender_id uuid, possible_opt_out boolean)
  where c.account_id = entered_account() and c.id = n.id
    and (c.sender_id is distinct from n.sender_id or c.possible_opt_out <> n.possible_opt_out)`

/** What keywords moved beside consent. Runs behind the change of consent, which ends what was pending before it. */
const ASKED = `
  update profiles p set double_opt_in_until = n.double_opt_in_until, help_since = n.help_since, help_answers = n.help_answers,
    opted_out_at = greatest(p.opted_out_at, n.opted_out_at)
  from json_to_recordset($1::json) as n(id uuid, double_opt_in_until timestamptz, help_since timestamptz,
    help_answers smallint, opted_out_at timestamptz)
  where p.account_id = entered_account() and p.id = n.id`

const messages = rowSet({
  id: 'uuid',
  profile_id: 'uuid',
  seq: 'bigint',
  direction: 'text',
  kind: 'text',
  text: 'text',
  encoding: 'text',
  segments: 'int',
  hidden_media_count: 'int',
  status: 'text',
  sender_id: 'uuid',
  carrier_message_id: 'text',
  carrier_time: 'timestamptz',
  attribution_source_id: 'uuid',
  attribution_reason: 'text',
  composition: 'text',
  is_hidden: 'boolean',
  created_at: 'timestamptz',
})

const MESSAGES = `
  insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, hidden_media_count,
    status, sender_id, carrier_message_id, carrier_time, attribution_source_id, attribution_reason, composition,
    is_hidden, next_attempt_at, created_at)
  select id, entered_account(), profile_id, seq, direction, kind, text, encoding, segments, hidden_media_count,
    status, sender_id, carrier_message_id, carrier_time, attribution_source_id, attribution_reason, composition,
    coalesce(is_hidden, false), case when status = 'QUEUED' then created_at end, created_at
  from ${messages.from('m')}`

/** B8: what was kept from view of blocked people. */
const HIDDEN = `
  update profiles p set blocked_message_count = p.blocked_message_count + n.count
  from json_to_recordset($1::json) as n(id uuid, count int)
  where p.account_id = entered_account() and p.id = n.id`

/** The statements that write a decided batch, in order. Those with nothing to write are left out. */
export const intakeStatements = (writes: IntakeWrites): Statement[] => {
  const people = [...writes.people.values()]
  const active = people.filter((person) => person.activity)
  const newPeople = people.filter((person) => person.isNewProfile)
  const isNew = (person: PersonWrite): boolean => person.isNewConversation
  const hot = [
    rowsInto('intake_new_profiles', NEW_PROFILES, newProfiles, newPeople.map(profileRow)),
    rowsInto(
      'intake_new_conversations',
      NEW_CONVERSATIONS,
      newConversations,
      active.filter(isNew).map(conversationRow),
    ),
    rowsInto(
      'intake_conversations',
      CONVERSATIONS,
      conversations,
      active.filter((one) => !isNew(one)).map(conversationRow),
    ),
    rowsInto('intake_messages', MESSAGES, messages, writes.messages),
  ]
  const rows: [name: string, text: string, rows: unknown[]][] = [
    [
      'intake_senders',
      CONVERSATION_SENDERS,
      people.filter((person) => person.conversationId && !person.activity).map(senderRow),
    ],
    ['intake_hidden', HIDDEN, people.filter((person) => person.hiddenTexts > 0).map(hiddenRow)],
  ]
  const statements: Statement[] = [
    ...hot.flat(),
    ...rows
      .filter(([, , rows]) => rows.length > 0)
      .map(([name, text, rows]) => ({ name, text, values: [JSON.stringify(rows)] })),
  ]
  if (writes.ledger.length > 0) statements.push(...consentStatements(writes.ledger))
  const asked = people.filter((person) => person.hasAsked).map(askedRow)
  if (asked.length > 0)
    statements.push({ name: 'intake_asked', text: ASKED, values: [JSON.stringify(asked)] })
  statements.push(
    ...attachmentStatements(writes.attachments),
    ...hearingStatements(writes),
    ...attributionStatements(writes),
    ...autoResponderStatements(writes),
  )
  return statements
}

/** Nothing for no rows. */
const rowsInto = <Row>(
  name: string,
  text: string,
  set: { values(rows: Row[]): Buffer[] },
  rows: Row[],
): Statement[] => (rows.length > 0 ? [{ name, text, values: set.values(rows) }] : [])

const profileRow = (person: PersonWrite) => ({
  id: person.profileId,
  phone_number: person.phoneNumber,
  country: person.country,
  created_at: person.firstSeenAt,
})

const conversationRow = (person: PersonWrite) => ({
  id: person.conversationId,
  profile_id: person.profileId,
  sender_id: person.senderId,
  status: person.status,
  is_unread: person.isUnread,
  activity_seq: person.activity?.seq,
  last_message_id: person.activity?.messageId,
  last_message_at: person.activity?.at,
  waiting_since: person.waitingSince,
  possible_opt_out: person.possibleOptOut,
})

const senderRow = (person: PersonWrite) => ({
  id: person.conversationId,
  sender_id: person.senderId,
  possible_opt_out: person.possibleOptOut,
})

const hiddenRow = (person: PersonWrite) => ({ id: person.profileId, count: person.hiddenTexts })

const askedRow = (person: PersonWrite) => ({
  id: person.profileId,
  double_opt_in_until: person.doubleOptInUntil,
  help_since: person.helpSince,
  help_answers: person.helpAnswers,
  opted_out_at: person.optedOutAt,
})
