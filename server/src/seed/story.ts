import { after, day, hour, minute } from './clock.ts'
import type { Draft } from './draft.ts'
import { keywordDrafts } from './keywords.ts'
import { campaignDrafts, flowDrafts, type RunningFlow, type SentCampaign } from './marketing.ts'
import type { DemoOrder } from './orders.ts'
import type { Person } from './people.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import type { Shop } from './shop.ts'
import { makeTalks, type TalkDrafts } from './talks.ts'

/** What everybody's story in an account draws on. */
export interface World {
  random: Random
  shop: Shop
  campaigns: SentCampaign[]
  flows: RunningFlow[]
  agents: { id: string; name: string }[]
  now: Date
}

/** A person's texts, in and out, oldest first. */
export interface Story {
  person: Person
  plan: Plan | null
  drafts: Draft[]
  /** When the matter that they last wrote about began. */
  lastTalkStartedAt: Date | null
  possibleOptOut: boolean
}

/** A person is older than their first text, and could be texted before they were answered (R6). */
const settlePerson = (
  { random, now }: World,
  person: Person,
  plan: Plan | null,
  talks: TalkDrafts[],
): void => {
  const firstAt = talks[0]?.startsAt
  const lastAt = talks.at(-1)?.drafts.at(-1)?.at
  if (firstAt && person.subscribedAt === null) person.createdAt = firstAt
  if (firstAt && person.subscribedAt && person.subscribedAt > firstAt) {
    person.createdAt = after(firstAt, -random.int(1, 20) * day)
    person.subscribedAt = after(person.createdAt, 5 * minute)
  }
  if (lastAt && person.optedOut && person.optedOut.at < lastAt) {
    person.optedOut.at = after(lastAt, (now.getTime() - lastAt.getTime()) * (0.1 + 0.8 * random.next()))
  }
  const { subscribedAt } = person
  if (
    plan &&
    subscribedAt &&
    firstAt &&
    !person.optedOut &&
    after(subscribedAt, 3 * day) < firstAt &&
    random.chance(0.04)
  ) {
    const from = after(subscribedAt, random.int(8, 40) * hour)
    person.lapse = { from, to: after(from, random.int(2, 50) * minute) }
  }
}

/** Campaigns and flows go to people who may be texted, and keep out of a conversation and of what follows it. */
const isSent = (draft: Draft, { person }: { person: Person }, talks: TalkDrafts[], now: Date): boolean => {
  const { subscribedAt, optedOut, lapse } = person
  if (!subscribedAt || draft.at < subscribedAt || draft.at > now) return false
  if (optedOut && draft.at > optedOut.at) return false
  if (lapse && draft.at > lapse.from && draft.at < lapse.to) return false
  const isAmid = talks.some(
    ({ startsAt, drafts }) => draft.at >= startsAt && draft.at <= (drafts.at(-1)?.at ?? startsAt),
  )
  const last = talks.at(-1)
  return !isAmid && (last === undefined || draft.at < last.startsAt)
}

const helpTime = (random: Random, person: Person, talks: TalkDrafts[]): Date | null => {
  const first = talks[0]?.startsAt
  const { subscribedAt } = person
  if (!first || !subscribedAt || after(subscribedAt, 2 * day) > first || !random.chance(0.04)) return null
  return after(first, -random.int(3, 30) * hour)
}

/** Everything that went between the account and one person. */
export const tellStory = (world: World, person: Person, plan: Plan | null, orders: DemoOrder[]): Story => {
  const { random, shop, campaigns, flows, agents, now } = world
  const talks = plan ? makeTalks({ random, shop, plan, orders, agents, blasts: campaigns }) : []
  settlePerson(world, person, plan, talks)
  const answered = new Set(talks.flatMap(({ answers }) => (answers ? [answers] : [])))
  const marketing = [
    ...campaignDrafts(random, person, campaigns, answered),
    ...flowDrafts(random, person, flows, orders, now),
  ].filter((draft) => isSent(draft, { person }, talks, now))
  const drafts = [
    ...talks.flatMap((talk) => talk.drafts),
    ...marketing,
    ...keywordDrafts(random, person, shop.prefix, helpTime(random, person, talks)),
  ]
  drafts.sort((one, other) => one.at.getTime() - other.at.getTime())
  const last = talks.at(-1)
  return {
    person,
    plan,
    drafts,
    lastTalkStartedAt: last?.startsAt ?? null,
    possibleOptOut: last?.possibleOptOut ?? false,
  }
}
