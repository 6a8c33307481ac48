import { Field, Float, ObjectType } from 'type-graphql'
import { apiEnum } from '../../platform/graphql/enum.ts'
import { Node } from '../../platform/graphql/node.ts'
import type { SenderType } from './sender.entity.ts'

export const SenderTypeEnum = apiEnum<SenderType>(
  'SenderType',
  'Kind of number or name that the account sends from.',
  {
    LONG_CODE: 'An ordinary number of ten or so digits.',
    TOLL_FREE: 'A number that is free to call.',
    SHORT_CODE: 'Five or six digits.',
    ALPHANUMERIC: 'A branded name. It can send, but nobody can text it (R7).',
  },
)

@ObjectType({ implements: Node, description: 'A number or branded name that the account sends from.' })
export class Sender extends Node {
  @Field(() => String, { simple: true, description: 'The number in E.164, the short code, or the name.' })
  address!: string

  @Field(() => SenderTypeEnum, { simple: true, description: 'What it is.' })
  type!: SenderType

  @Field(() => Boolean, {
    simple: true,
    description: 'Whether people can text it, so that it can carry a conversation (R7).',
  })
  canReceive!: boolean

  @Field(() => Float, {
    simple: true,
    description:
      'How many campaign and flow messages a second it hands to the carrier; replies are not slowed down.',
  })
  messagesPerSecond!: number
}
