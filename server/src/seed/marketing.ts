import { after, day, hour, minute, waking } from './clock.ts'
import type { DemoCampaign, DemoFlow } from './data/sources.ts'
import type { Draft } from './draft.ts'
import type { DemoOrder } from './orders.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import type { DemoSource } from './shop.ts'
import type { Blast } from './talks.ts'

/** A campaign as it was sent. */
export interface SentCampaign extends Blast {
  campaign: DemoCampaign
  source: DemoSource
}
export interface RunningFlow {
  flow: DemoFlow
  source: DemoSource
}

/** When a campaign goes out: at eleven in New York. */
export const campaignTime = (campaign: DemoCampaign, now: Date): Date => {
  const at = after(now, -campaign.daysAgo * day)
  at.setUTCHours(16, 0, 0, 0)
  return at < now ? at : after(at, -day)
}

const fill = (text: string, person: Person, orders: DemoOrder[]): string =>
  text
    .replaceAll('{first}', person.firstName)
    .replaceAll('{product}', orders.at(-1)?.lines[0]?.product.short ?? 'Ridgeline jacket')

const draft = (person: Person, at: Date, source: DemoSource, text: string): Draft => ({
  person,
  at,
  direction: 'OUTBOUND',
  kind: source.type,
  origin: 'CONVERSATION',
  text,
  source,
})

/** The campaigns that reached a person; those they answered surely did. */
export const campaignDrafts = (
  random: Random,
  person: Person,
  campaigns: SentCampaign[],
  answered: Set<Blast>,
): Draft[] =>
  campaigns
    .filter((sent) => random.chance(sent.campaign.share) || answered.has(sent))
    .map((sent) =>
      draft(
        person,
        after(sent.at, random.int(0, 170) * 1_000),
        sent.source,
        fill(sent.campaign.text, person, []),
      ),
    )

const momentsOf = (
  random: Random,
  trigger: DemoFlow['trigger'],
  person: Person,
  orders: DemoOrder[],
  now: Date,
): Date[] => {
  switch (trigger) {
    case 'SUBSCRIBED':
      return person.subscribedAt ? [after(person.subscribedAt, minute)] : []
    case 'STARTED_CHECKOUT':
      return random.chance(0.3)
        ? [waking(after(now, -random.int(2, 80) * day + random.int(0, 8) * hour))]
        : []
    case 'FULFILLED_ORDER':
      return orders.flatMap(({ shipment }) => (shipment ? [waking(after(shipment.at, 6 * day))] : []))
    case 'QUIET_FOR_LONG':
      return random.chance(0.12) ? [waking(after(now, -random.int(3, 60) * day))] : []
  }
}

/** What flows sent to a person, by what the person did. */
export const flowDrafts = (
  random: Random,
  person: Person,
  flows: RunningFlow[],
  orders: DemoOrder[],
  now: Date,
): Draft[] =>
  flows.flatMap(({ flow, source }) =>
    momentsOf(random, flow.trigger, person, orders, now).map((at) => {
      const before = orders.filter((order) => order.placedAt < at)
      return draft(person, at, source, fill(flow.text, person, before))
    }),
  )
