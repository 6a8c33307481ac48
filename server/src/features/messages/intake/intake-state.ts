import type { AutoResponderSettings } from '../../auto-responder/auto-responder-rules.ts'
import type { ConsentState } from '../../consent/consent.ts'
import type { DoubleOptIn } from '../../consent/double-opt-in.ts'
import type { HelpAnswers } from '../../consent/help-limit.ts'
import type { OptOutMatching } from '../../consent/keywords.ts'
import type { ConversationStatus } from '../../conversations/conversation-rules.ts'
import type { AutoResponderAudience } from '../../settings/inbox-settings.graphql.ts'
import { AWAITED_COLUMNS, type Awaited, type AwaitedRow, awaitedOf } from './hear-from.ts'
import {
  HISTORY_COLUMNS,
  HISTORY_TABLES,
  type HistoryRow,
  historyOf,
  type PersonHistory,
} from './person-history.ts'

/** A person known by number, with the conversation if there is one. */
export interface KnownPerson extends DoubleOptIn, HelpAnswers, PersonHistory, Awaited {
  phoneNumber: string
  profileId: string
  name: string | null
  consent: ConsentState
  optedOutByCustomer: boolean
  isBlocked: boolean
  country: string | null
  conversationId: string | null
  status: ConversationStatus
  snoozedUntil: Date | null
  isUnread: boolean
  waitingSince: Date | null
  possibleOptOut: boolean
}

/** What the rules need of the account. */
export interface IntakeSettings {
  organizationPrefix: string
  contactEmail: string | null
  optOutMatching: OptOutMatching
  subscribeKeywords: string[]
  carrierConfirmsOptOut: boolean
  attributionWindowHours: number
  autoResponder: AutoResponderSettings
}

/** The account as a batch of texts finds it. */
export interface IntakeAccount {
  head: number
  settings: IntakeSettings
}

/** What a batch of texts finds. */
export interface IntakeState {
  /** Null where a batch under way tells it. */
  account: IntakeAccount | null
  people: Map<string, KnownPerson>
  /** Ids of the carrier that are messages already. */
  known: Set<string>
}

/** $1 phone numbers. */
export const PEOPLE = {
  name: 'intake_people',
  text: `
    select p.phone_number, p.id as profile_id, p.name, p.consent, p.opted_out_by_customer, p.blocked_at is not null as is_blocked,
      p.country, c.id as conversation_id, coalesce(c.status, 'OPEN') as status, c.snoozed_until,
      coalesce(c.is_unread, false) as is_unread, c.waiting_since, coalesce(c.possible_opt_out, false) as possible_opt_out,
      p.double_opt_in_until, p.help_since, coalesce(p.help_answers, 0) as help_answers,
      ${AWAITED_COLUMNS}, ${HISTORY_COLUMNS}
    from profiles p left join conversations c on c.profile_id = p.id
      ${HISTORY_TABLES}
    where p.account_id = entered_account() and p.phone_number = any ($1)`,
}

/** $1 ids of the carrier. */
export const KNOWN = {
  name: 'intake_known',
  text: 'select carrier_message_id from messages where carrier_message_id = any ($1)',
}

/** The account's head and settings. */
export const SETTINGS = {
  name: 'intake_settings',
  text: `
    select h.seq, a.organization_prefix, a.contact_email, s.opt_out_matching, s.subscribe_keywords, s.carrier_confirms_opt_out,
      a.attribution_window_hours, s.auto_responder_audience, s.auto_responder_template,
      case when s.auto_responder_audience <> 'NOBODY' and s.auto_responder_template <> '' then
        array(select x.address from senders x where x.account_id = a.id) else '{}' end as own_numbers
    from accounts a join inbox_settings s on s.account_id = a.id join account_heads h on h.account_id = a.id
    where a.id = entered_account()`,
}

export interface PersonRow extends HistoryRow, AwaitedRow {
  phone_number: string
  profile_id: string
  name: string | null
  consent: ConsentState
  opted_out_by_customer: boolean
  is_blocked: boolean
  country: string | null
  conversation_id: string | null
  status: ConversationStatus
  snoozed_until: string | Date | null
  is_unread: boolean
  waiting_since: string | Date | null
  possible_opt_out: boolean
  double_opt_in_until: string | Date | null
  help_since: string | Date | null
  help_answers: number
}

export interface SettingsRow {
  seq: number
  organization_prefix: string
  contact_email: string | null
  opt_out_matching: OptOutMatching
  subscribe_keywords: string[]
  carrier_confirms_opt_out: boolean
  attribution_window_hours: number
  auto_responder_audience: AutoResponderAudience
  auto_responder_template: string
  own_numbers: string[]
}

/** The state from the rows of the statements above. */
export const intakeState = (
  settings: SettingsRow | undefined,
  people: PersonRow[],
  known: { carrier_message_id: string }[],
): IntakeState => ({
  account: settings ? accountOf(settings) : null,
  people: new Map(people.map((row) => [row.phone_number, knownPerson(row)])),
  known: new Set(known.map((row) => row.carrier_message_id)),
})

const accountOf = (row: SettingsRow): IntakeAccount => ({
  head: row.seq,
  settings: {
    organizationPrefix: row.organization_prefix,
    contactEmail: row.contact_email,
    optOutMatching: row.opt_out_matching,
    subscribeKeywords: row.subscribe_keywords,
    carrierConfirmsOptOut: row.carrier_confirms_opt_out,
    attributionWindowHours: row.attribution_window_hours,
    autoResponder: {
      audience: row.auto_responder_audience,
      template: row.auto_responder_template,
      ownNumbers: row.own_numbers,
    },
  },
})

const knownPerson = (row: PersonRow): KnownPerson => ({
  phoneNumber: row.phone_number,
  profileId: row.profile_id,
  name: row.name,
  consent: row.consent,
  optedOutByCustomer: row.opted_out_by_customer,
  isBlocked: row.is_blocked,
  country: row.country,
  conversationId: row.conversation_id,
  status: row.status,
  snoozedUntil: asDate(row.snoozed_until),
  isUnread: row.is_unread,
  waitingSince: asDate(row.waiting_since),
  possibleOptOut: row.possible_opt_out,
  doubleOptInUntil: asDate(row.double_opt_in_until),
  helpSince: asDate(row.help_since),
  helpAnswers: row.help_answers,
  ...awaitedOf(row),
  ...historyOf(row),
})

const asDate = (time: string | Date | null): Date | null => (time === null ? null : new Date(time))
