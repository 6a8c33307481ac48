import { Field, ObjectType } from 'type-graphql'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { Node } from '../../platform/graphql/node.ts'
import { DateTime, JSONObject } from '../../platform/graphql/scalars.ts'
import { Money } from '../orders/money.graphql.ts'

@ObjectType({ implements: Node, description: 'A kind of activity: "Received SMS", "Placed Order" …' })
export class Metric extends Node {
  @Field(() => String, { simple: true, description: 'Its name.' })
  name!: string
}

@ObjectType({ implements: Node, description: 'Something that a person did or that happened to them (R31).' })
export class Event extends Node {
  @Field(() => Metric, { simple: true, description: 'What kind of activity.' })
  metric!: Metric

  @Field(() => DateTime, { simple: true, description: 'When.' })
  at!: string

  @Field(() => JSONObject, { simple: true, description: 'The details, as they were recorded.' })
  properties!: Record<string, unknown>

  @Field(() => Money, { simple: true, nullable: true, description: 'What it was worth, if that was said.' })
  value!: Money | null
}

export interface EventRow extends Event {
  rowId: string
  cursorAt: string
  messageRowId: string | null
}

@ObjectType({ description: 'An event in a list.' })
export class EventEdge extends Edge<EventRow>(() => Event) {}

@ObjectType({ description: 'A page of events.' })
export class EventConnection extends Connection<EventRow>(
  () => EventEdge,
  () => Event,
) {}
