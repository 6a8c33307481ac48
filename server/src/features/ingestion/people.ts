import { recordChange } from '../../platform/change-log/record-change.ts'
import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { newId } from '../../platform/ids.ts'
import { countryOf } from '../../platform/phone.ts'

/** A profile, as far as what happened to it is to be recorded. */
export interface Person {
  id: string
  phoneNumber: string
  conversationId: string | null
}

const KNOWN = `
  select p.id, p.phone_number as "phoneNumber", c.id as "conversationId"
  from profiles p left join conversations c on c.profile_id = p.id
  where p.account_id = entered_account() and p.phone_number = any ($1)`

const NEW = `
  insert into profiles (id, account_id, phone_number, country, created_at)
  select n.id, entered_account(), n.phone_number, n.country, $2
  from json_to_recordset($1::json) as n(id uuid, phone_number text, country text)`

/**
 * The people of these numbers; those that the account doesn't know become profiles without consent: that something
 * happened to them is no consent (R4).
 */
export const findOrCreatePeople = async (
  ctx: WriteContext,
  numbers: string[],
): Promise<Map<string, Person>> => {
  const wanted = [...new Set(numbers)]
  const known = await sql<Person>(ctx, KNOWN, [wanted])
  const people = new Map(known.map((person) => [person.phoneNumber, person]))
  const created = wanted
    .filter((phoneNumber) => !people.has(phoneNumber))
    .map((phoneNumber): Person => ({ id: newId(), phoneNumber, conversationId: null }))
  if (created.length === 0) return people
  const rows = created.map(({ id, phoneNumber }) => ({
    id,
    phone_number: phoneNumber,
    country: countryOf(phoneNumber),
  }))
  await sql(ctx, NEW, [JSON.stringify(rows), ctx.now])
  for (const person of created) {
    people.set(person.phoneNumber, person)
    recordChange(ctx, { kind: 'PROFILE_CHANGED', profileId: person.id })
  }
  return people
}
