import { Field, Int, ObjectType } from 'type-graphql'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { apiEnum } from '../../platform/graphql/enum.ts'
import { Node } from '../../platform/graphql/node.ts'

export type MessageSourceType = 'CAMPAIGN' | 'FLOW'

export const MessageSourceTypeEnum = apiEnum<MessageSourceType>(
  'MessageSourceType',
  'Where marketing messages come from.',
  {
    CAMPAIGN: 'One sending to many.',
    FLOW: 'A series that something a person does sets off.',
  },
)

@ObjectType({
  implements: Node,
  description: 'A campaign or flow that messages came from, and that responses are attributed to (R38).',
})
export class MessageSource extends Node {
  @Field(() => MessageSourceTypeEnum, { simple: true, description: 'Campaign or flow.' })
  type!: MessageSourceType

  @Field(() => String, { simple: true, description: 'Its name.' })
  name!: string

  @Field(() => String, { simple: true, nullable: true, description: 'Its id in the system that it is from.' })
  externalId!: string | null

  @Field(() => Int, {
    simple: true,
    description:
      'Messages that the carrier took, also those that did not arrive afterwards; one that is sent again counts once.',
  })
  sentCount!: number

  @Field(() => Int, {
    simple: true,
    description:
      'Texts attributed to it: the first of each person after one of its messages, within the window (R38).',
  })
  responseCount!: number

  @Field(() => Int, {
    simple: true,
    description:
      'People who followed a link of its messages, each counted once however often they did (R34).',
  })
  clickCount!: number
}

export interface MessageSourceRow extends MessageSource {
  rowId: string
  cursorAt: string
}

@ObjectType({ description: 'A campaign or flow in a list.' })
export class MessageSourceEdge extends Edge<MessageSourceRow>(() => MessageSource) {}

@ObjectType({ description: 'A page of campaigns and flows.' })
export class MessageSourceConnection extends Connection<MessageSourceRow>(
  () => MessageSourceEdge,
  () => MessageSource,
) {}
