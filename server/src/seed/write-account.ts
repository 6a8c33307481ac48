import type pg from 'pg'
import { newId } from '../platform/ids.ts'
import { after, day, minute } from './clock.ts'
import { consentRows, profileRow } from './consent-rows.ts'
import { conversationRow } from './conversation-rows.ts'
import { writeCoupons } from './coupons.ts'
import { creditHistory } from './credit-history.ts'
import { eventRows } from './event-rows.ts'
import { clickerRows, figuresOf, lastReceivedRows } from './figure-rows.ts'
import { insertRows, type Row } from './insert-rows.ts'
import type { DemoAccount } from './make-account.ts'
import { type DemoMessage, messageRow } from './message-rows.ts'
import { orderRow } from './order-rows.ts'
import type { Person } from './people.ts'
import { seededRandom } from './random.ts'
import type { Shop } from './shop.ts'

/** A shop's account, its senders and settings at their defaults. Gives the senders' ids, the main one first. */
export const writeShop = async (
  client: pg.Client,
  accountId: string,
  shop: Shop,
  now: Date,
): Promise<string[]> => {
  const account = {
    id: accountId,
    name: shop.name,
    organization_prefix: shop.prefix,
    contact_email: shop.contactEmail,
    time_zone: 'America/New_York',
    created_at: after(now, -430 * day),
  }
  const senders = shop.senders.map((sender, index) => ({
    id: newId(),
    account_id: accountId,
    ...sender,
    created_at: after(now, -430 * day + index * minute),
  }))
  await insertRows(client, 'accounts', [account])
  await insertRows(client, 'account_heads', [{ account_id: accountId }])
  await insertRows(client, 'inbox_settings', [{ account_id: accountId }])
  await insertRows(client, 'senders', senders)
  await writeCoupons(client, accountId, seededRandom(shop.seed), after(now, -200 * day))
  return senders.map(({ id }) => id)
}

const sourceRows = (accountId: string, { campaigns, flows, messages, events }: DemoAccount): Row[] =>
  [...campaigns, ...flows].map(({ source, ...sent }, index) => ({
    ...source,
    account_id: accountId,
    external_id: `${source.type.toLowerCase()}-${101 + index}`,
    ...figuresOf(source, messages, events),
    created_at: 'at' in sent ? sent.at : messages.find(({ draft }) => draft.source === source)?.draft.at,
  }))

/** Everybody keeps to one of the account's numbers: one in eight to the second. */
const senderIn = (senderIds: string[], people: Person[]): ((person: Person) => string) => {
  const places = new Map(people.map((person, index) => [person, index]))
  return (person) => {
    const sender = senderIds[(places.get(person) ?? 0) % 8 === 7 ? senderIds.length - 1 : 0]
    if (!sender) throw new Error('an account without a sender')
    return sender
  }
}

const byPerson = (messages: DemoMessage[]): Map<Person, DemoMessage[]> =>
  Map.groupBy(messages, ({ draft }) => draft.person)

/** What the consent ledger knows people by (R18), by number. */
const phoneHashes = async (
  client: pg.Client,
  accountId: string,
  people: Person[],
): Promise<Map<string, string>> => {
  const { rows } = await client.query<{ number: string; hash: string }>(
    'select number, parley.consent_phone_hash_in($1, number)::text as hash from unnest($2::text[]) number',
    [accountId, people.map(({ phoneNumber }) => phoneNumber)],
  )
  return new Map(rows.map(({ number, hash }) => [number, hash]))
}

/** Writes an account's history. Its log starts behind it: a client with an older cursor refetches. */
export const writeHistory = async (
  client: pg.Client,
  accountId: string,
  senderIds: string[],
  account: DemoAccount,
): Promise<void> => {
  const { people, stories, messages, orders, shop } = account
  const senderOf = senderIn(senderIds, people)
  const threads = byPerson(messages)
  const blockedAt = new Map(
    stories.flatMap(({ person, plan }) =>
      plan?.isBlocked ? [[person, after(plan.endsAt, 4 * minute)] as const] : [],
    ),
  )
  const activity = eventRows(accountId, account.events)
  await insertRows(
    client,
    'profiles',
    people.map((person) => profileRow(accountId, person, blockedAt.get(person) ?? null)),
  )
  const hashes = await phoneHashes(client, accountId, people)
  await insertRows(
    client,
    'consent_changes',
    people.flatMap((person) => consentRows(accountId, person, hashes.get(person.phoneNumber))),
  )
  await insertRows(client, 'message_sources', sourceRows(accountId, account))
  const sources = [...account.campaigns, ...account.flows].map(({ source }) => source)
  await insertRows(client, 'source_clickers', clickerRows(accountId, sources, messages, account.events))
  await insertRows(client, 'last_received', lastReceivedRows(accountId, threads))
  await insertRows(
    client,
    'messages',
    messages.map((message) => messageRow(accountId, message, senderOf(message.draft.person))),
  )
  await insertRows(
    client,
    'conversations',
    stories.flatMap((story) =>
      conversationRow(accountId, story, threads.get(story.person) ?? [], senderOf(story.person)),
    ),
  )
  await insertRows(client, 'metrics', activity.metrics)
  await insertRows(client, 'events', activity.events)
  await insertRows(
    client,
    'orders',
    orders.map((order) => orderRow(accountId, order, shop.domain)),
  )
  await creditHistory(
    client,
    accountId,
    orders.map(({ id }) => id),
  )
  await client.query('update parley.account_heads set seq = $2, log_floor = $2 where account_id = $1', [
    accountId,
    messages.length,
  ])
}
