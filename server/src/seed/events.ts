import { after, minute, second } from './clock.ts'
import { consentSteps } from './consent-rows.ts'
import type { DemoMessage } from './message-rows.ts'
import type { DemoOrder } from './orders.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import type { Shop } from './shop.ts'

/** Something a person did, or that was done to them (R31). */
export interface DemoEvent {
  metric: string
  person: Person
  at: Date
  uniqueId: string
  properties: Record<string, unknown>
  /** In cents. */
  value?: number
  messageId?: string
}

const productPage = (shop: Shop, sku: string): string =>
  `https://${shop.domain}/products/${sku.toLowerCase()}`

const orderEvents = (random: Random, shop: Shop, order: DemoOrder): DemoEvent[] => {
  const { person, placedAt, name, lines, total, shipment } = order
  const items = lines.map(({ product, variant, quantity }) => ({ title: product.title, variant, quantity }))
  const started = after(placedAt, -random.int(2, 25) * minute)
  const viewed = lines.map(
    ({ product }, index): DemoEvent => ({
      metric: 'Viewed Product',
      person,
      at: after(started, -random.int(1, 40) * minute),
      uniqueId: `${order.id}-view-${index}`,
      properties: { product: product.title, url: productPage(shop, product.sku) },
    }),
  )
  return [
    ...viewed,
    {
      metric: 'Started Checkout',
      person,
      at: started,
      uniqueId: `${order.id}-checkout`,
      properties: { items },
      value: order.subtotal,
    },
    {
      metric: 'Placed Order',
      person,
      at: placedAt,
      uniqueId: order.id,
      properties: { order: name, items },
      value: total,
    },
    ...(shipment
      ? [
          {
            metric: 'Fulfilled Order',
            person,
            at: shipment.at,
            uniqueId: `${order.id}-shipment`,
            properties: { order: name, carrier: shipment.company, tracking: shipment.number },
          },
        ]
      : []),
    ...(order.canceledAt
      ? [
          {
            metric: 'Canceled Order',
            person,
            at: order.canceledAt,
            uniqueId: `${order.id}-cancel`,
            properties: { order: name },
          },
        ]
      : []),
  ]
}

const browsing = (random: Random, shop: Shop, person: Person, now: Date): DemoEvent[] =>
  Array.from({ length: person.subscribedAt ? random.int(0, 5) : 0 }, (_, index) => {
    const product = random.pick(shop.products)
    const age = now.getTime() - person.createdAt.getTime()
    return {
      metric: random.chance(0.8) ? 'Viewed Product' : 'Added to Cart',
      person,
      at: after(now, -Math.floor(age * random.next() ** 2) - random.int(1, 300) * second),
      uniqueId: `${person.id}-browse-${index}`,
      properties: {
        product: product.title,
        price: (product.price / 100).toFixed(2),
        url: productPage(shop, product.sku),
      },
    }
  })

const consentEvents = (person: Person): DemoEvent[] =>
  consentSteps(person).map(({ at, to, method }, index) => ({
    metric: to === 'SUBSCRIBED' ? 'Subscribed to SMS' : 'Unsubscribed from SMS',
    person,
    at,
    uniqueId: `${person.id}-consent-${index}`,
    properties: { method },
  }))

const receipt = (random: Random, { id, draft, outcome }: DemoMessage, now: Date): DemoEvent[] => {
  const about = { person: draft.person, messageId: id }
  const properties = draft.source
    ? { [draft.source.type === 'CAMPAIGN' ? 'campaign' : 'flow']: draft.source.name }
    : {}
  if (outcome.failureCode) {
    const failed = { ...properties, code: outcome.failureCode, status: outcome.status }
    return [
      {
        ...about,
        metric: 'Failed to Deliver SMS',
        at: after(draft.at, 3 * second),
        uniqueId: `${id}-failed`,
        properties: failed,
      },
    ]
  }
  if (!draft.source) return []
  const url = /https?:\S+/.exec(draft.text)?.[0]
  const clickedAt = after(draft.at, random.int(20 * second, 90 * minute))
  const isClicked = url !== undefined && clickedAt < now && random.chance(0.22)
  return [
    {
      ...about,
      metric: 'Received SMS',
      at: outcome.deliveredAt ?? after(draft.at, second),
      uniqueId: `${id}-received`,
      properties,
    },
    ...(isClicked
      ? [
          {
            ...about,
            metric: 'Clicked SMS',
            at: clickedAt,
            uniqueId: `${id}-clicked`,
            properties: { ...properties, url },
          },
        ]
      : []),
  ]
}

/** The activity of an account's people: browsing, orders, consent, receipts, failures and clicks. */
export const makeEvents = (
  random: Random,
  shop: Shop,
  people: Person[],
  orders: DemoOrder[],
  messages: DemoMessage[],
  now: Date,
): DemoEvent[] => [
  ...people.flatMap((person) => [...browsing(random, shop, person, now), ...consentEvents(person)]),
  ...orders.flatMap((order) => orderEvents(random, shop, order)),
  ...messages
    .filter(({ draft }) => draft.direction === 'OUTBOUND')
    .flatMap((message) => receipt(random, message, now)),
]
