import { v7 } from 'uuid'
import { after, day, minute } from './clock.ts'
import { britishPlaces, canadianPlaces, firstNames, lastNames, type Place, usPlaces } from './data/people.ts'
import type { Random } from './random.ts'

export interface Person {
  id: string
  /**
   * Real in form and given to nobody: +1 with a real area code and 555-0100 to 555-0199, the numbers kept for
   * fiction in North America, or +44 7700 900000 to 900999, those kept in Britain.
   */
  phoneNumber: string
  firstName: string
  /** People who only texted in are unknown by name. */
  name: string | null
  email: string | null
  place: Place | null
  createdAt: Date
  /** Since when they may be texted. */
  subscribedAt: Date | null
  /** The way they came: at checkout, by texting JOIN, or in an import. */
  joinedBy: 'CHECKOUT' | 'KEYWORD' | 'IMPORT' | null
  /** When they texted an opt-out word, and which. */
  optedOut: { at: Date; keyword: string } | null
  /** When they texted STOP by mistake and then START. */
  lapse: { from: Date; to: Date } | null
  properties: Record<string, unknown>
}

/** Words on the carrier's own list, which it confirms itself, and words that Parley confirms (R15). */
const optOutWords = [
  'STOP',
  'STOP',
  'STOP',
  'Stop',
  'stop',
  'Unsubscribe',
  'CANCEL',
  'Revoke',
  'OPT OUT',
  'optout',
]

const fold = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()

const emailOf = (random: Random, first: string, last: string): string => {
  const separator = random.pick(['.', '', '_'])
  const digits = random.chance(0.4) ? String(random.int(1, 99)) : ''
  return `${fold(first)}${separator}${fold(last)}${digits}@${random.pick(['example.com', 'example.net', 'example.org'])}`
}

const phoneIn = (random: Random, place: Place): string =>
  place.country === 'GB'
    ? `+447700900${String(random.int(0, 999)).padStart(3, '0')}`
    : `+1${random.pick(place.areaCodes)}55501${String(random.int(0, 99)).padStart(2, '0')}`

const placeOf = (random: Random): Place => {
  const roll = random.next()
  if (roll < 0.02) return random.pick(britishPlaces)
  return random.pick(roll < 0.06 ? canadianPlaces : usPlaces)
}

const propertiesOf = (random: Random): Record<string, unknown> => ({
  ...(random.chance(0.5) && {
    'Favorite activity': random.pick(['Hiking', 'Camping', 'Trail running', 'Climbing', 'Skiing']),
  }),
  ...(random.chance(0.3) && { 'Loyalty tier': random.pick(['Trail', 'Ridge', 'Summit']) }),
  ...(random.chance(0.25) && { 'Shoe size': random.pick(['US 8', 'US 9', 'US 10', 'US 11']) }),
})

const subscription = (random: Random, createdAt: Date): Pick<Person, 'subscribedAt' | 'joinedBy'> => ({
  subscribedAt: after(createdAt, random.int(1, 30) * minute),
  joinedBy: random.pick(['CHECKOUT', 'CHECKOUT', 'CHECKOUT', 'KEYWORD', 'IMPORT'] as const),
})

const makePerson = (random: Random, phoneNumber: string, place: Place, now: Date): Person => {
  const firstName = random.pick(firstNames)
  const lastName = random.pick(lastNames)
  const isStranger = random.chance(0.13)
  const isUnnamed = isStranger && random.chance(0.7)
  const createdAt = after(
    now,
    -random.int(isStranger ? 2 : 12, isStranger ? 90 : 420) * day - random.int(0, 1_000) * minute,
  )
  return {
    id: v7({ msecs: createdAt.getTime() }),
    phoneNumber,
    firstName,
    name: isUnnamed ? null : `${firstName} ${lastName}`,
    email: isUnnamed || random.chance(0.08) ? null : emailOf(random, firstName, lastName),
    place: isUnnamed ? null : place,
    createdAt,
    ...(isStranger ? { subscribedAt: null, joinedBy: null } : subscription(random, createdAt)),
    optedOut:
      !isStranger && random.chance(0.1)
        ? {
            at: after(now, -random.int(1, 80) * day - random.int(0, 600) * minute),
            keyword: random.pick(optOutWords),
          }
        : null,
    lapse: null,
    properties: isUnnamed ? {} : propertiesOf(random),
  }
}

/** Customers with numbers of their own, none of them a real person's. */
export const makePeople = (random: Random, count: number, now: Date): Person[] => {
  const people = new Map<string, Person>()
  while (people.size < count) {
    const place = placeOf(random)
    const phoneNumber = phoneIn(random, place)
    if (!people.has(phoneNumber)) people.set(phoneNumber, makePerson(random, phoneNumber, place, now))
  }
  return [...people.values()]
}
