import type { Change } from '../../../platform/change-log/change.ts'
import type { AttributionReason } from '../../attribution/attribution-rules.ts'
import type { LedgerLine } from '../../consent/consent-statements.ts'
import type { Attachment } from '../../media/inbound/attachment-statements.ts'
import type { Composition } from '../compose-claimed.ts'
import type { MessageDirection, MessageKind, MessageStatus, TextEncoding } from '../message.ts'
import type { IntakeOutcome } from './incoming-text.ts'
import type { IntakeAccount, IntakeSettings, KnownPerson } from './intake-state.ts'

/** A row of `messages` as intake makes them. */
export interface MessageWrite {
  id: string
  profile_id: string
  seq: number
  direction: MessageDirection
  kind: MessageKind
  text: string
  encoding: TextEncoding
  segments: number
  hidden_media_count: number
  status: MessageStatus
  sender_id: string
  carrier_message_id: string | null
  carrier_time: Date | null
  created_at: Date
  /** Kept from view: the person is blocked (B8). */
  is_hidden?: boolean
  /** R38; of inbound ones. */
  attribution_source_id?: string | null
  attribution_reason?: AttributionReason
  /** Set for what is put together when it is sent (R23, R34). */
  composition?: Composition | null
}

/** A person as the batch leaves them. */
export interface PersonWrite extends KnownPerson {
  isNewProfile: boolean
  isNewConversation: boolean
  firstSeenAt: Date
  /** Set once a text touched the conversation. */
  activity: { seq: number; messageId: string; at: Date } | null
  senderId: string
  /** Scheduled replies that wait for an agent now (B4). */
  heldIds: string[]
  /** Whether they can be reached again, of whom failures said otherwise (R19). */
  isReachableAgain: boolean
  /** Texts of the batch that are kept from view (B8). */
  hiddenTexts: number
  /** When they last opted out themselves within the batch. */
  optedOutAt: Date | null
  /** Whether a keyword moved what they asked for: a pending double opt-in, answers to HELP, the time of an opt-out. */
  hasAsked: boolean
  /** Whether a text is the first to answer what they received last (R38). */
  hasAnswered: boolean
  /** Whether the auto-responder answers (R33). */
  hasAutoResponse: boolean
}

/** All that a batch of texts changes, to be written in one transaction. */
export interface IntakeWrites {
  people: Map<string, PersonWrite>
  messages: MessageWrite[]
  attachments: Attachment[]
  ledger: LedgerLine[]
  changes: Change[]
  /** One for each text, in order. */
  outcomes: IntakeOutcome[]
}

/** A batch under decision: what it rests on, and what it has decided so far. */
export interface Intake extends IntakeWrites {
  /** The account's head that it is written behind. */
  readonly head: number
  readonly settings: IntakeSettings
  /** People by number, as the batch found them. */
  readonly known: Map<string, KnownPerson>
  /** Ids of the carrier that are messages already, or are going to be with this batch. */
  readonly taken: Set<string>
}

/** Opens a batch on an account as it was found, or as the batch `before`, under way, is going to leave it. */
export const openIntake = (found: IntakeAccount | null, before?: Intake): Intake => {
  const account = before ? { head: headAfter(before), settings: before.settings } : found
  if (!account) throw new Error('the account has no settings')
  return {
    ...account,
    known: new Map(),
    taken: new Set(),
    people: new Map(),
    messages: [],
    attachments: [],
    ledger: [],
    changes: [],
    outcomes: [],
  }
}

/** The account's head once the batch is written. */
export const headAfter = (intake: Intake): number => intake.head + intake.changes.length

/** Adds a log entry and gives its sequence, which orders the message in its thread (R12). */
export const addChange = (intake: Intake, change: Change): number => {
  intake.changes.push(change)
  return headAfter(intake)
}
