import { after, day, hour, minute, waking } from './clock.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

/** How a person's conversation stands now. */
export type Ending = 'UNREAD' | 'WAITING' | 'ANSWERED' | 'SNOOZED' | 'CLOSED'

/** The conversation that a person has had, and when its last text came or went. */
export interface Plan {
  person: Person
  ending: Ending
  endsAt: Date
  snoozedUntil: Date | null
  isBlocked: boolean
}

/** How many conversations stand how; the rest is closed. */
export interface Mix {
  conversations: number
  unread: number
  waiting: number
  answered: number
  snoozed: number
  blocked: number
}

/** Minutes ago of the unread ones: the newest has just come in. */
const unreadMinutes = [2, 6, 11, 19, 34, 52, 80, 125, 190, 310, 480, 760, 1_100]

const nineInNewYork = (now: Date, days: number): Date => {
  const at = after(now, days * day)
  at.setUTCHours(14, 0, 0, 0)
  return at
}

const snoozes = [3 * hour, 5 * hour, 8 * hour]

const snoozeEnd = (random: Random, now: Date, index: number): Date => {
  const shortly = snoozes[index]
  return shortly ? after(now, shortly) : nineInNewYork(now, random.int(1, 7))
}

/** A moment of a working day on the East Coast. */
const duringTheDay = (random: Random, now: Date, daysAgo: number): Date => {
  const at = after(now, -daysAgo * day)
  at.setUTCHours(random.int(14, 23), random.int(0, 59), random.int(0, 59), 0)
  return at < now ? at : after(at, -day)
}

const endOf = (random: Random, now: Date, ending: Ending, index: number): Date => {
  const ago = (minutes: number) => after(now, -minutes * minute - random.int(0, 59) * 1_000)
  // By day, but for those of this very night.
  const recent = (minutes: number) => (minutes < 12 * 60 ? ago(minutes) : waking(ago(minutes)))
  if (ending === 'UNREAD') return ago(unreadMinutes[index] ?? random.int(400, 1_200))
  if (ending === 'WAITING') return recent(random.int(15, 36 * 60))
  if (ending === 'ANSWERED') return recent(random.int(5, 3 * 24 * 60))
  return duringTheDay(random, now, ending === 'SNOOZED' ? random.int(1, 4) : random.int(1, 110))
}

const latest = (one: Date, other: Date): Date => (one > other ? one : other)

/**
 * Decides who has a conversation and how it stands. People without consent have open or closed ones that nobody
 * could answer (R6); people who opted out have closed ones.
 */
export const makePlans = (random: Random, people: Person[], mix: Mix, now: Date): Plan[] => {
  const endings: Ending[] = [
    ...Array<Ending>(mix.unread).fill('UNREAD'),
    ...Array<Ending>(mix.waiting).fill('WAITING'),
    ...Array<Ending>(mix.answered).fill('ANSWERED'),
    ...Array<Ending>(mix.snoozed).fill('SNOOZED'),
  ]
  const isAnswerable = (person: Person) => person.subscribedAt !== null && person.optedOut === null
  const shuffled = random.shuffle(people)
  const strangers = shuffled.filter((person) => person.subscribedAt === null)
  const inOpen = [...strangers.slice(0, 2), ...shuffled.filter(isAnswerable)].slice(0, endings.length)
  const closed = shuffled
    .filter((person) => !inOpen.includes(person))
    .slice(0, mix.conversations - inOpen.length)
  const seen = new Map<Ending, number>()
  const plans = inOpen.map((person, place): Plan => {
    const ending = endings[place] ?? 'WAITING'
    const index = seen.get(ending) ?? 0
    seen.set(ending, index + 1)
    const endsAt = endOf(random, now, ending, index)
    return {
      person,
      ending,
      endsAt,
      snoozedUntil: ending === 'SNOOZED' ? snoozeEnd(random, now, index) : null,
      isBlocked: false,
    }
  })
  return [
    ...plans,
    ...closed.map((person, index): Plan => {
      const endsAt = latest(endOf(random, now, 'CLOSED', index), after(person.createdAt, day))
      return { person, ending: 'CLOSED', endsAt, snoozedUntil: null, isBlocked: index < mix.blocked }
    }),
  ]
}
