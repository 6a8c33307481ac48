import { v7 } from 'uuid'
import { after, day, hour } from './clock.ts'
import type { Product } from './data/products.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

export interface OrderLine {
  product: Product
  variant: string
  quantity: number
}

/** Money is in cents until it becomes a row. */
export interface DemoOrder {
  id: string
  name: string
  person: Person
  placedAt: Date
  lines: OrderLine[]
  subtotal: number
  discounts: number
  discountCodes: string[]
  shipping: number
  tax: number
  total: number
  refunded: number
  canceledAt: Date | null
  shipment: { company: string; number: string; at: Date; status: 'IN_TRANSIT' | 'DELIVERED' } | null
}

const linesOf = (random: Random, products: readonly Product[]): OrderLine[] =>
  random
    .shuffle(products)
    .slice(0, random.pick([1, 1, 1, 2, 2, 3]))
    .map((product) => ({
      product,
      variant: random.pick(product.variants),
      quantity: random.chance(0.15) ? 2 : 1,
    }))

const shipmentOf = (random: Random, placedAt: Date, now: Date): DemoOrder['shipment'] => {
  const at = after(placedAt, random.int(12, 60) * hour)
  if (at > now) return null
  const company = random.pick(['UPS', 'UPS', 'USPS'])
  const digits = Array.from({ length: 12 }, () => random.int(0, 9)).join('')
  return {
    company,
    number: company === 'UPS' ? `1Z${digits}` : `9400${digits}`,
    at,
    status: after(at, 4 * day) < now ? 'DELIVERED' : 'IN_TRANSIT',
  }
}

const reductionOf = (random: Random, subtotal: number): Pick<DemoOrder, 'discounts' | 'discountCodes'> => {
  if (random.chance(0.7)) return { discounts: 0, discountCodes: [] }
  const [code, percent] = random.pick([
    ['WELCOME10', 10],
    ['BOOTS20', 20],
    ['EARLYBIRD', 25],
  ] as const)
  return { discounts: Math.round((subtotal * percent) / 100), discountCodes: [code] }
}

const makeOrder = (
  random: Random,
  person: Person,
  placedAt: Date,
  products: readonly Product[],
  now: Date,
): DemoOrder => {
  const lines = linesOf(random, products)
  const subtotal = lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0)
  const reduction = reductionOf(random, subtotal)
  const goods = subtotal - reduction.discounts
  const shipping = goods >= 15_000 ? 0 : 900
  const tax = Math.round(goods * random.pick([0, 0.0625, 0.07, 0.0825, 0.095]))
  const total = goods + shipping + tax
  const isCanceled = random.chance(0.04)
  const first = lines[0]
  const partly = first ? Math.min(first.product.price * first.quantity, goods) : 0
  return {
    id: v7({ msecs: placedAt.getTime() }),
    name: '',
    person,
    placedAt,
    lines,
    subtotal,
    ...reduction,
    shipping,
    tax,
    total,
    refunded: isCanceled ? total : random.chance(0.08) ? partly : 0,
    canceledAt: isCanceled ? after(placedAt, random.int(1, 8) * hour) : null,
    shipment: isCanceled ? null : shipmentOf(random, placedAt, now),
  }
}

/** Orders of the people over the past half year, numbered in the order in which they were placed. */
export const makeOrders = (
  random: Random,
  people: Person[],
  products: readonly Product[],
  now: Date,
): DemoOrder[] => {
  const orders = people
    .filter((person) => person.subscribedAt)
    .flatMap((person) =>
      Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3, 5]) }, () => {
        const oldest = Math.min(170 * day, now.getTime() - person.createdAt.getTime())
        const placedAt = after(now, -random.int(2 * hour, oldest))
        return makeOrder(random, person, placedAt, products, now)
      }),
    )
  return orders
    .sort((one, other) => one.placedAt.getTime() - other.placedAt.getTime())
    .map((order, index) => ({
      ...order,
      name: `#${10_412 + index}`,
      canceledAt: earlier(order.canceledAt, now),
    }))
}

const earlier = (at: Date | null, limit: Date): Date | null => (at && at > limit ? limit : at)
