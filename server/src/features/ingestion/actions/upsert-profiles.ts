import { isDeepStrictEqual } from 'node:util'
import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { newId } from '../../../platform/ids.ts'
import { countryOf } from '../../../platform/phone.ts'
import { checkAmount, type ItemResult, inParts, refused, taken } from '../bulk.ts'
import { ItemReader } from '../item-reader.ts'
import { checkProperties, mergeProperties, type Properties } from '../properties.ts'
import { type ProfileChange, type ProfileColumns, type ProfileFields, readProfile } from '../read-profile.ts'

interface ProfileState extends ProfileColumns {
  id: string
  phone_number: string
  properties: Properties
}
interface Known extends ProfileState {
  conversation_id: string | null
}
/** A profile while a part is applied: as it was (null: it is new), and as it is to be. */
interface Applied {
  before: Known | null
  after: ProfileState
}

const columns =
  'p.id, p.phone_number, p.external_id, p.name, p.email, p.city, p.region, p.country, p.time_zone'

const KNOWN = `
  select ${columns}, p.properties, c.id as conversation_id
  from profiles p left join conversations c on c.profile_id = p.id
  where p.account_id = entered_account() and p.phone_number = any ($1)`

const HOLDERS = `
  select id, external_id from profiles
  where account_id = entered_account() and external_id = any ($1)`

const typed = `id uuid, phone_number text, external_id text, name text, email text, city text, region text, country text,
  time_zone text, properties jsonb`

const INSERT = `
  insert into profiles (id, account_id, phone_number, external_id, name, email, city, region, country, time_zone, properties, created_at)
  select id, entered_account(), phone_number, external_id, name, email, city, region, country, time_zone, properties, $2
  from json_to_recordset($1::json) as p(${typed})`

/** Ahead of the update, so that people may exchange their external ids in one call. */
const RELEASE = `
  update profiles set external_id = null where account_id = entered_account() and id = any ($1)`

const UPDATE = `
  update profiles p set external_id = n.external_id, name = n.name, email = n.email, city = n.city, region = n.region,
    country = n.country, time_zone = n.time_zone, properties = n.properties
  from json_to_recordset($1::json) as n(${typed})
  where p.account_id = entered_account() and p.id = n.id`

/**
 * Makes or changes profiles by their phone numbers (R41). A field that is left out stays as it is, one that is null is
 * cleared; so with the keys of properties. Items are taken in order: of two about one person the later prevails in what
 * both say. Consent is never touched (R18). An item that can't be taken changes nothing and leaves the others alone:
 * the codes of `readProfile`, and EXTERNAL_ID_TAKEN if another profile has the external id.
 * @throws AppError BAD_USER_INPUT for more than 10,000 profiles
 */
export const upsertProfiles = async (ctx: Context, profiles: ProfileFields[]): Promise<ItemResult[]> => {
  checkAmount('profiles', profiles)
  return inParts(profiles.map(readProfile), (items) => inTransaction(ctx, (ctx) => upsertPart(ctx, items)))
}

const upsertPart = async (
  ctx: WriteContext,
  items: { item: ProfileChange; index: number }[],
): Promise<ItemResult[]> => {
  const known = await sql<Known>(ctx, KNOWN, [[...new Set(items.map(({ item }) => item.phoneNumber))]])
  const externalIds = items.flatMap(({ item }) => item.columns.external_id ?? [])
  const holders = await sql<{ id: string; external_id: string }>(ctx, HOLDERS, [[...new Set(externalIds)]])
  const people = new Map(
    known.map((row): [string, Applied] => [row.phone_number, { before: row, after: row }]),
  )
  const holderOf = new Map(holders.map(({ id, external_id }) => [external_id, id]))
  const results = items.map(({ item, index }) => apply(people, holderOf, item, index))
  await write(ctx, [...people.values()])
  return results
}

/** Applies one item to the people as they are by then. */
const apply = (
  people: Map<string, Applied>,
  holderOf: Map<string, string>,
  { phoneNumber, columns, properties }: ProfileChange,
  index: number,
): ItemResult => {
  const reader = new ItemReader(['profiles', String(index)])
  const { before, after } = people.get(phoneNumber) ?? { before: null, after: newProfile(phoneNumber) }
  const externalId = columns.external_id
  const holder = externalId && holderOf.get(externalId)
  if (holder && holder !== after.id)
    reader.refuse('EXTERNAL_ID_TAKEN', 'Another profile has this external id.', 'externalId')
  const merged =
    properties === undefined
      ? after.properties
      : checkProperties(reader, mergeProperties(after.properties, properties))
  if (merged === null || reader.errors.length > 0) return refused(reader.errors)
  if (externalId !== undefined && externalId !== after.external_id) {
    if (after.external_id) holderOf.delete(after.external_id)
    if (externalId) holderOf.set(externalId, after.id)
  }
  people.set(phoneNumber, { before, after: { ...after, ...columns, properties: merged } })
  return taken(after.id)
}

const newProfile = (phoneNumber: string): ProfileState => ({
  id: newId(),
  phone_number: phoneNumber,
  external_id: null,
  name: null,
  email: null,
  city: null,
  region: null,
  country: countryOf(phoneNumber),
  time_zone: null,
  properties: {},
})

const write = async (ctx: WriteContext, people: Applied[]): Promise<void> => {
  const created = people.filter(({ before }) => before === null)
  const changed = people.filter(({ before, after }) => before !== null && isChanged(before, after))
  const released = changed.filter(
    ({ before, after }) => before?.external_id && before.external_id !== after.external_id,
  )
  const json = (rows: Applied[]): string => JSON.stringify(rows.map(({ after }) => after))
  if (released.length > 0) await sql(ctx, RELEASE, [released.map(({ after }) => after.id)])
  if (changed.length > 0) await sql(ctx, UPDATE, [json(changed)])
  if (created.length > 0) await sql(ctx, INSERT, [json(created), ctx.now])
  for (const { before, after } of [...changed, ...created])
    recordChange(ctx, {
      kind: 'PROFILE_CHANGED',
      profileId: after.id,
      conversationId: before?.conversation_id ?? null,
    })
}

const isChanged = (before: ProfileState, after: ProfileState): boolean =>
  before !== after &&
  (Object.keys(after) as (keyof ProfileState)[]).some((key) => !isDeepStrictEqual(before[key], after[key]))
