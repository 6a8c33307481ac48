import { Field, Int, ObjectType } from 'type-graphql'
import { Node } from '../../platform/graphql/node.ts'
import { DateTime, URLScalar } from '../../platform/graphql/scalars.ts'

@ObjectType({
  implements: Node,
  description: 'A link of an outbound message, made short for the one person whom it was sent to (R34).',
})
export class ShortLink extends Node {
  @Field(() => URLScalar, { simple: true, description: 'The short address, as it stands in the text.' })
  url!: string

  @Field(() => URLScalar, { simple: true, description: 'Where it leads: the link as it was written.' })
  target!: string

  @Field(() => Int, {
    simple: true,
    description:
      'How often the person followed it. Previews and robots are not counted. Told by MESSAGE_CHANGED of its message.',
  })
  clicks!: number

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When the person first followed it; null while they have not.',
  })
  firstClickedAt!: string | null
}

export interface ShortLinkRow extends ShortLink {
  rowId: string
}
