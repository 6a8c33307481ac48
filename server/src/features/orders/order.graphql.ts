import { Field, Int, ObjectType } from 'type-graphql'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { Node } from '../../platform/graphql/node.ts'
import { DateTime, URLScalar } from '../../platform/graphql/scalars.ts'
import { Money } from './money.graphql.ts'

@ObjectType({ description: 'What was bought, in one kind.' })
export class OrderLine {
  @Field(() => String, { simple: true, description: 'The product.' })
  title!: string

  @Field(() => String, { simple: true, nullable: true, description: 'Size, colour and the like.' })
  variant!: string | null

  @Field(() => String, { simple: true, nullable: true, description: "The shop's own number of it." })
  sku!: string | null

  @Field(() => Int, { simple: true, description: 'How many.' })
  quantity!: number

  @Field(() => Money, { simple: true, description: 'The price of one.' })
  unitPrice!: Money

  @Field(() => Money, { simple: true, description: 'The price of all.' })
  total!: Money
}

@ObjectType({ description: 'A parcel.' })
export class Fulfillment {
  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'How far it got, in the words of the shop.',
  })
  status!: string | null

  @Field(() => String, { simple: true, nullable: true, description: 'Who carries it.' })
  trackingCompany!: string | null

  @Field(() => String, { simple: true, nullable: true, description: 'Its tracking number.' })
  trackingNumber!: string | null

  @Field(() => URLScalar, { simple: true, nullable: true, description: 'Where to follow it.' })
  trackingUrl!: string | null

  @Field(() => DateTime, { simple: true, description: 'When it was sent.' })
  at!: string
}

@ObjectType({ implements: Node, description: 'A purchase, from the shop (R32).' })
export class Order extends Node {
  @Field(() => String, { simple: true, description: 'How the shop calls it: `#1001`.' })
  name!: string

  @Field(() => DateTime, { simple: true, description: 'When it was placed.' })
  placedAt!: string

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'State of the payment, in the words of the shop.',
  })
  financialStatus!: string | null

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'State of the delivery, in the words of the shop.',
  })
  fulfillmentStatus!: string | null

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When it was cancelled; null if it was not.',
  })
  canceledAt!: string | null

  @Field(() => Money, { simple: true, description: 'The goods, before discounts.' })
  subtotal!: Money

  @Field(() => Money, { simple: true, description: 'All discounts.' })
  discounts!: Money

  @Field(() => Money, { simple: true, description: 'Shipping.' })
  shipping!: Money

  @Field(() => Money, { simple: true, description: 'Taxes.' })
  tax!: Money

  @Field(() => Money, { simple: true, description: 'What was to be paid.' })
  total!: Money

  @Field(() => Money, { simple: true, description: 'What was paid back.' })
  refunded!: Money

  @Field(() => [String], { simple: true, description: 'Codes that gave discounts.' })
  discountCodes!: string[]

  @Field(() => [OrderLine], { simple: true, description: 'What was bought.' })
  lineItems!: OrderLine[]

  @Field(() => [Fulfillment], { simple: true, description: 'The parcels.' })
  fulfillments!: Fulfillment[]

  @Field(() => URLScalar, {
    simple: true,
    nullable: true,
    description: "The shop's page about it, for the customer.",
  })
  statusUrl!: string | null
}

export interface OrderRow extends Order {
  rowId: string
  cursorAt: string
}

@ObjectType({ description: 'An order in a list.' })
export class OrderEdge extends Edge<OrderRow>(() => Order) {}

@ObjectType({ description: 'A page of orders.' })
export class OrderConnection extends Connection<OrderRow>(
  () => OrderEdge,
  () => Order,
) {}
