import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import type { UserErrorItem } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import type { ConsentMethod } from '../../consent/consent.ts'
import { consentStatements, type LedgerLine } from '../../consent/consent-statements.ts'
import { recordedBy } from '../../consent/recorded-by.ts'
import {
  type ConsentStanding,
  type ConsentVerdict,
  judgeEvidence,
  takeEvidence,
} from '../../consent/recorded-consent.ts'
import { settlePossibleOptOuts } from '../../consent/settle-possible-opt-outs.ts'
import { checkAmount, type ItemResult, inParts, refused, taken } from '../bulk.ts'
import { findOrCreatePeople, type Person } from '../people.ts'
import { type ConsentFields, type ReadConsent, readConsent } from '../read-consent.ts'

/** Times in seconds since 1970. */
interface StandingRow extends Omit<ConsentStanding, 'consentSince' | 'optedOutAt'> {
  id: string
  since: number | null
  outAt: number | null
}

/** How those consents stand that may be changed: of whom said yes, by whose word is what the ledger's last line says. */
export const STANDINGS = `
  select p.id, p.consent, extract(epoch from p.consent_since)::float8 as "since",
    p.opted_out_by_customer as "optedOutByCustomer", extract(epoch from p.opted_out_at)::float8 as "outAt",
    coalesce(l.method in ('KEYWORD', 'CARRIER'), false) as "isByCustomer"
  from profiles p
  left join lateral (
    select method from consent_changes h
    where p.consent = 'SUBSCRIBED' and h.account_id = entered_account() and h.profile_id = p.id
    order by h.at desc, h.id desc limit 1
  ) l on true
  where p.account_id = entered_account() and p.id = any ($1)`

const refusals: Record<Exclude<ConsentVerdict, 'CHANGE' | 'SAME'>, { message: string; field: string }> = {
  OPTED_OUT: {
    message:
      'This person opted out themselves. Only they can take it back by texting START, or an API key whose evidence is dated (at) later than the opt-out.',
    field: 'state',
  },
  SUPERSEDED: { message: 'What we know of this person’s consent is newer than this.', field: 'at' },
  NOT_UNDONE: {
    message: 'This person has said yes or no before, and can’t be made one who never did.',
    field: 'state',
  },
}

/**
 * Records consent that was given or taken back elsewhere, with its evidence (R18, R41). Items are taken in order;
 * unknown numbers become profiles; what stands so already changes nothing, so that a call may be repeated. An item that
 * can't be taken leaves the others alone: the codes of `readConsent`, and those of `judgeEvidence`. A user may not
 * overrule a person's own opt-out, an API key may by later evidence.
 * @throws AppError BAD_USER_INPUT for more than 10,000 consents
 */
export const recordConsents = async (ctx: Context, consents: ConsentFields[]): Promise<ItemResult[]> => {
  checkAmount('consents', consents)
  return inParts(consents.map(readConsent(ctx.now)), (items) =>
    inTransaction(ctx, (ctx) => recordPart(ctx, items)),
  )
}

const recordPart = async (
  ctx: WriteContext,
  items: { item: ReadConsent; index: number }[],
): Promise<ItemResult[]> => {
  const numbers = items.map(({ item }) => item.phoneNumber)
  const people = await findOrCreatePeople(ctx, numbers)
  const standings = await readStandings(ctx, people)
  const lines: LedgerLine[] = []
  const results = items.map(({ item, index }) => {
    const person = people.get(item.phoneNumber)
    const standing = person && standings.get(person.id)
    if (!standing) throw new Error('a consent of nobody')
    const verdict = judgeEvidence(standing, item, ctx.actor.kind === 'apiKey')
    if (verdict === 'SAME') return taken(person.id)
    if (verdict !== 'CHANGE') return refused([refusal(verdict, index)])
    lines.push(ledgerLine(ctx, person, standing, item))
    return taken(person.id)
  })
  await write(ctx, people, lines)
  return results
}

const readStandings = async (
  ctx: WriteContext,
  people: Map<string, Person>,
): Promise<Map<string, ConsentStanding>> => {
  const ids = [...people.values()].map(({ id }) => id)
  const rows = await sql<StandingRow>(ctx, STANDINGS, [ids])
  return new Map(
    rows.map(({ id, since, outAt, ...standing }) => [
      id,
      { ...standing, consentSince: dateOf(since), optedOutAt: dateOf(outAt) },
    ]),
  )
}

const dateOf = (seconds: number | null): Date | null => (seconds === null ? null : new Date(seconds * 1000))

const refusal = (code: keyof typeof refusals, index: number): UserErrorItem => ({
  code,
  message: refusals[code].message,
  field: ['consents', String(index), refusals[code].field],
})

const methods = { apiKey: 'API', user: 'IMPORT', system: 'IMPORT' } as const satisfies Record<
  string,
  ConsentMethod
>

/** The line of a change, which the standing takes. */
const ledgerLine = (
  ctx: WriteContext,
  person: Person,
  standing: ConsentStanding,
  item: ReadConsent,
): LedgerLine => {
  const from = standing.consent
  takeEvidence(standing, item)
  return {
    id: newId(),
    profile_id: person.id,
    phone_number: person.phoneNumber,
    at: item.at,
    since: standing.consentSince ?? item.at,
    from_state: from,
    to_state: item.state,
    method: methods[ctx.actor.kind],
    evidence: item.evidence,
    rule: null,
    opted_out_by_customer: false,
    ...recordedBy(ctx.actor),
  }
}

const write = async (ctx: WriteContext, people: Map<string, Person>, lines: LedgerLine[]): Promise<void> => {
  if (lines.length === 0) return
  for (const { text, values } of consentStatements(lines)) await sql(ctx, text, values)
  const changed = new Set(lines.map((line) => line.profile_id))
  const out = new Set(lines.filter((line) => line.to_state === 'UNSUBSCRIBED').map((line) => line.profile_id))
  await settlePossibleOptOuts(ctx, [...out])
  for (const { id, conversationId } of people.values())
    if (changed.has(id)) recordChange(ctx, { kind: 'PROFILE_CHANGED', profileId: id, conversationId })
}
