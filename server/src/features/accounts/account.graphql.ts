import { Field, Int, ObjectType } from 'type-graphql'
import { Node } from '../../platform/graphql/node.ts'
import { EmailAddress, TimeZone } from '../../platform/graphql/scalars.ts'

@ObjectType({
  implements: Node,
  description: 'One business. Everything that can be reached belongs to it (R3).',
})
export class Account extends Node {
  @Field(() => String, { simple: true, description: 'Name of the business.' })
  name!: string

  @Field(() => String, {
    simple: true,
    description: 'How texts begin that name the sender: `Acme Outfitters`.',
  })
  organizationPrefix!: string

  @Field(() => EmailAddress, {
    simple: true,
    nullable: true,
    description: 'Where customers can write to; answers to HELP name it.',
  })
  contactEmail!: string | null

  @Field(() => TimeZone, {
    simple: true,
    description: "The account's own zone, for snoozing until tomorrow (R26).",
  })
  timeZone!: string

  @Field(() => Int, {
    simple: true,
    description: 'Hours after a campaign or flow message in which a response is attributed to it (R38).',
  })
  attributionWindowHours!: number
  @Field(() => Boolean, {
    simple: true,
    description: 'Whether a Shopify shop is connected, whose orders show beside the threads (R32).',
  })
  shopifyConnected!: boolean
}
