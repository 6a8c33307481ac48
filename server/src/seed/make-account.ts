import { v7 } from 'uuid'
import { after, day } from './clock.ts'
import { type DemoEvent, makeEvents } from './events.ts'
import { campaignTime, type RunningFlow, type SentCampaign } from './marketing.ts'
import { type DemoMessage, orderMessages } from './message-rows.ts'
import { type DemoOrder, makeOrders } from './orders.ts'
import { makePeople, type Person } from './people.ts'
import { makePlans } from './plan.ts'
import { seededRandom } from './random.ts'
import type { Shop } from './shop.ts'
import { type Story, tellStory, type World } from './story.ts'

/** All that happened in a demo account up to now. */
export interface DemoAccount {
  shop: Shop
  people: Person[]
  stories: Story[]
  messages: DemoMessage[]
  orders: DemoOrder[]
  events: DemoEvent[]
  campaigns: SentCampaign[]
  flows: RunningFlow[]
}

const makeSources = (shop: Shop, now: Date): Pick<DemoAccount, 'campaigns' | 'flows'> => ({
  campaigns: shop.campaigns.map((campaign) => {
    const at = campaignTime(campaign, now)
    return {
      campaign,
      at,
      source: { id: v7({ msecs: at.getTime() }), type: 'CAMPAIGN', name: campaign.name },
    }
  }),
  flows: shop.flows.map((flow) => {
    const since = after(now, -420 * day)
    return { flow, source: { id: v7({ msecs: since.getTime() }), type: 'FLOW', name: flow.name } }
  }),
})

/** Makes up an account's history; `agents` are its users who answer. */
export const makeAccount = (shop: Shop, agents: World['agents'], now: Date): DemoAccount => {
  const random = seededRandom(shop.seed)
  const people = makePeople(random, shop.people, now)
  const plans = new Map(makePlans(random, people, shop.mix, now).map((plan) => [plan.person, plan]))
  const orders = makeOrders(random, people, shop.products, now)
  const sources = makeSources(shop, now)
  const world = { random, shop, agents, now, ...sources }
  const stories = people.map((person) =>
    tellStory(
      world,
      person,
      plans.get(person) ?? null,
      orders.filter((order) => order.person === person),
    ),
  )
  const messages = orderMessages(random, stories, now)
  const events = makeEvents(random, shop, people, orders, messages, now)
  return { shop, people, stories, messages, orders, events, ...sources }
}
