import { after, day, dayName, hour, minute, second } from './clock.ts'
import type { Dialogue, Line } from './data/dialogue.ts'
import type { Draft } from './draft.ts'
import type { DemoOrder } from './orders.ts'
import type { Person } from './people.ts'
import type { Ending } from './plan.ts'
import type { Random } from './random.ts'
import type { Shop } from './shop.ts'

/** Who talks, and about what. */
export interface Talk {
  shop: Shop
  person: Person
  /** Their orders; dialogues about one are for people who have one. */
  orders: DemoOrder[]
  agent: { id: string; name: string }
}

const mentions = (dialogue: Dialogue, word: string): boolean =>
  dialogue.lines.some((line) => line.wordings.some((wording) => wording.includes(word)))

/** A dialogue that the person can have; not one of those they had. */
export const chooseDialogue = (
  random: Random,
  from: readonly Dialogue[],
  orders: DemoOrder[],
  had: Set<Dialogue>,
): Dialogue => {
  const fitting = from.filter((dialogue) => orders.length > 0 || !mentions(dialogue, '{order}'))
  const fresh = fitting.filter((dialogue) => !had.has(dialogue))
  const chosen = random.pick(fresh.length > 0 ? fresh : fitting)
  had.add(chosen)
  return chosen
}

/** As much of a dialogue as has been said by now, for a conversation that stands like this. */
export const cutDialogue = (random: Random, dialogue: Dialogue, ending: Ending): Line[] => {
  const lines = [...dialogue.lines]
  const wanted = ending === 'UNREAD' || ending === 'WAITING' ? 'customer' : 'agent'
  if (ending === 'CLOSED') return lines
  const places = lines.flatMap((line, index) => {
    const isTurn = line.by === wanted && lines[index + 1]?.by !== wanted
    // The thanks at the end ask for no answer, so nobody would be waiting there.
    return isTurn && !(wanted === 'customer' && index === lines.length - 1 && lines.length > 1) ? [index] : []
  })
  return places.length > 0 ? lines.slice(0, random.pick(places) + 1) : lines
}

const gap = (random: Random, before: Line, line: Line): number => {
  if (line.afterDays) return line.afterDays * day + random.int(-3 * hour, 3 * hour)
  if (before.by === line.by) return random.int(12, 90) * second
  if (random.chance(0.05)) return random.int(2, 14) * hour
  return line.by === 'agent' ? random.int(90, 24 * 60) * second : random.int(25, 30 * 60) * second
}

/** When each line was said, the last one at `endsAt`. */
const times = (random: Random, lines: Line[], endsAt: Date): Date[] => {
  const result: Date[] = []
  let at = endsAt
  for (let index = lines.length - 1; index >= 0; index--) {
    result.unshift(at)
    const [before, line] = [lines[index - 1], lines[index]]
    if (before && line) at = after(at, -gap(random, before, line))
  }
  return result
}

/** The texts of these lines, the last one at `endsAt`. */
export const writeDialogue = (random: Random, talk: Talk, lines: Line[], endsAt: Date): Draft[] => {
  const product = random.pick(talk.shop.talkedAbout)
  const other = random.pick(talk.shop.talkedAbout.filter((candidate) => candidate !== product))
  const [size, otherSize] = random.shuffle(product.variants)
  const order = talk.orders.findLast((candidate) => candidate.placedAt < endsAt) ?? talk.orders[0]
  const values: Record<string, string> = {
    first: talk.person.firstName,
    agent: talk.agent.name.split(' ')[0] ?? '',
    order: order?.name ?? '',
    tracking: order?.shipment?.number ?? `1Z${random.int(10_000_000, 99_999_999)}`,
    product: product.short,
    product2: other.short,
    size: size ?? '',
    size2: otherSize ?? '',
    city: talk.person.place?.city ?? 'Denver',
    day: dayName(after(endsAt, random.int(2, 5) * day)),
  }
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  return times(random, lines, endsAt).flatMap((at, index): Draft[] => {
    const line = lines[index]
    if (!line) return []
    const text = fill(random.pick(line.wordings))
    const { person } = talk
    return line.by === 'customer'
      ? [{ person, at, direction: 'INBOUND', kind: 'CUSTOMER', origin: 'CONVERSATION', text }]
      : [
          {
            person,
            at,
            direction: 'OUTBOUND',
            kind: 'REPLY',
            origin: 'CONVERSATION',
            text,
            sentBy: talk.agent.id,
          },
        ]
  })
}

/** About how long a dialogue takes, to keep two of them apart. */
export const lengthOf = (drafts: Draft[]): number => {
  const [first, last] = [drafts[0], drafts.at(-1)]
  return first && last ? last.at.getTime() - first.at.getTime() + 30 * minute : 0
}
