import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { type Activity, recordActivity } from '../../activity/record-activity.ts'
import { checkAmount, type ItemResult, inParts, taken } from '../bulk.ts'
import { findOrCreatePeople, type Person } from '../people.ts'
import { type EventFields, type ReadEvent, readEvent } from '../read-event.ts'

const KNOWN = `
  select n.place, e.id
  from json_to_recordset($1::json) as n(place int, metric text, unique_id text)
  join metrics k on k.account_id = entered_account() and k.name = n.metric
  join events e on e.account_id = entered_account() and e.metric_id = k.id and e.unique_id = n.unique_id`

/**
 * Records what people did elsewhere (R31, R41). Metrics are made when first named. An event with a `uniqueId` that its
 * metric has already is that one, whatever else is said now. Unknown numbers become profiles without consent. Items
 * that can't be read (`readEvent` has the codes) leave the others alone.
 * @throws AppError BAD_USER_INPUT for more than 10,000 events
 */
export const recordEvents = async (ctx: Context, events: EventFields[]): Promise<ItemResult[]> => {
  checkAmount('events', events)
  return inParts(events.map(readEvent(ctx.now)), (items) =>
    inTransaction(ctx, (ctx) =>
      recordPart(
        ctx,
        items.map(({ item }) => item),
      ),
    ),
  )
}

const recordPart = async (ctx: WriteContext, events: ReadEvent[]): Promise<ItemResult[]> => {
  const ids = await knownEvents(ctx, events)
  const added = events.flatMap((event, place) => (ids.has(place) ? [] : [{ event, place }]))
  const head = ctx.changes.length
  const people = await findOrCreatePeople(
    ctx,
    added.map(({ event }) => event.phoneNumber),
  )
  const told = new Set(ctx.changes.slice(head).map((change) => change.profileId))
  const activities = added.map(({ event }) => activityOf(event, people))
  const recorded = await recordActivity(ctx, activities)
  for (const [index, { place }] of added.entries()) ids.set(place, recorded[index] ?? '')
  for (const { event } of added) tell(ctx, told, people.get(event.phoneNumber))
  return events.map((_, place) => taken(ids.get(place) ?? ''))
}

/** Row ids of events that are there already, by their place in the part. */
const knownEvents = async (ctx: WriteContext, events: ReadEvent[]): Promise<Map<number, string>> => {
  const unique = events.flatMap(({ metric, uniqueId }, place) =>
    uniqueId === null ? [] : [{ place, metric, unique_id: uniqueId }],
  )
  if (unique.length === 0) return new Map()
  const rows = await sql<{ place: number; id: string }>(ctx, KNOWN, [JSON.stringify(unique)])
  return new Map(rows.map(({ place, id }) => [place, id]))
}

const activityOf = (event: ReadEvent, people: Map<string, Person>): Activity => {
  const person = people.get(event.phoneNumber)
  if (!person) throw new Error('an event of nobody')
  return {
    profileId: person.id,
    metric: event.metric,
    at: event.at,
    properties: event.properties,
    ...(event.value && { value: event.value }),
    ...(event.uniqueId !== null && { uniqueId: event.uniqueId }),
  }
}

/** Whoever looks at the person's activity reads it again; once for each person. */
const tell = (ctx: WriteContext, told: Set<string | null | undefined>, person: Person | undefined): void => {
  if (!person || told.has(person.id)) return
  told.add(person.id)
  recordChange(ctx, {
    kind: 'PROFILE_CHANGED',
    profileId: person.id,
    conversationId: person.conversationId,
  })
}
