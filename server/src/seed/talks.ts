import { after, day, hour, minute, second, waking } from './clock.ts'
import type { Dialogue } from './data/dialogue.ts'
import type { Draft } from './draft.ts'
import type { DemoOrder } from './orders.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import type { Shop } from './shop.ts'
import { chooseDialogue, cutDialogue, type Talk, writeDialogue } from './write-dialogue.ts'

/** A campaign with its moment. */
export interface Blast {
  at: Date
}

/** One matter from the first text to the last, and the campaign that it answers. */
export interface TalkDrafts {
  drafts: Draft[]
  startsAt: Date
  answers: Blast | null
  possibleOptOut: boolean
}

const counts = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 5, 7]

const shift = (drafts: Draft[], ms: number): Draft[] =>
  drafts.map((draft) => ({ ...draft, at: after(draft.at, ms) }))

const startOf = (drafts: Draft[], otherwise: Date): Date => drafts[0]?.at ?? otherwise

const talk = (drafts: Draft[], dialogue: Dialogue, at: Date, answers: Blast | null): TalkDrafts => ({
  drafts,
  startsAt: startOf(drafts, at),
  answers,
  possibleOptOut: dialogue.possibleOptOut ?? false,
})

/** The campaign, if any, that was sent in the hours before. */
const answered = (blasts: Blast[], at: Date): Blast | null =>
  blasts.find((blast) => blast.at < at && after(blast.at, 20 * hour) > at) ?? null

/** The account's automatic answer to a first text, now and then. */
const withAutoResponse = (random: Random, shop: Shop, drafts: Draft[]): Draft[] => {
  const [first, ...rest] = drafts
  if (!first || !random.chance(0.12)) return drafts
  const text = `${shop.prefix}: Thanks for your text! A real person answers within the hour, 9 to 6 Eastern.`
  const { person } = first
  const answer: Draft = {
    person,
    at: after(first.at, 2 * second),
    direction: 'OUTBOUND',
    kind: 'AUTO_RESPONSE',
    origin: 'CONVERSATION',
    text,
  }
  return [first, answer, ...rest]
}

interface Story {
  random: Random
  shop: Shop
  plan: Plan
  orders: DemoOrder[]
  agents: Talk['agent'][]
  blasts: Blast[]
}

const lastTalk = ({ random, shop, plan, orders, agents, blasts }: Story, had: Set<Dialogue>): TalkDrafts => {
  const { person, ending, endsAt } = plan
  const answers =
    person.subscribedAt && random.chance(0.35) ? answered(blasts, after(endsAt, -30 * minute)) : null
  const from = person.subscribedAt ? (answers ? shop.promotions : shop.dialogues) : shop.strangers
  const dialogue = chooseDialogue(random, from, orders, had)
  const said = { shop, person, orders, agent: random.pick(agents) }
  const drafts = writeDialogue(random, said, cutDialogue(random, dialogue, ending), endsAt)
  const isAfter = answers !== null && startOf(drafts, endsAt) > answers.at
  return talk(drafts, dialogue, endsAt, isAfter ? answers : null)
}

const earlierTalk = (story: Story, had: Set<Dialogue>, before: Date): TalkDrafts => {
  const { random, shop, plan, orders, agents, blasts } = story
  const blast = random.chance(0.45)
    ? blasts.findLast((candidate) => after(candidate.at, 5 * day) < before)
    : undefined
  const dialogue = chooseDialogue(random, blast ? shop.promotions : shop.dialogues, orders, had)
  const endsAt = waking(after(before, -random.int(2 * day, 24 * day)))
  const said = { shop, person: plan.person, orders, agent: random.pick(agents) }
  const drafts = withAutoResponse(random, shop, writeDialogue(random, said, [...dialogue.lines], endsAt))
  if (!blast) return talk(drafts, dialogue, endsAt, null)
  const delay = blast.at.getTime() + random.int(3, 600) * minute - startOf(drafts, endsAt).getTime()
  return talk(shift(drafts, delay), dialogue, endsAt, blast)
}

/** All that a person and the shop said to each other by themselves, oldest first. */
export const makeTalks = (story: Story): TalkDrafts[] => {
  const had = new Set<Dialogue>()
  const talks = [lastTalk(story, had)]
  if (story.plan.person.subscribedAt === null) return talks
  const wanted = story.random.pick(counts)
  for (let count = 0; count < wanted; count++) {
    const before = talks[0]?.startsAt ?? story.plan.endsAt
    talks.unshift(earlierTalk(story, had, before))
  }
  return talks
}
