import { Field, Int, ObjectType } from 'type-graphql'
import { Node } from '../../platform/graphql/node.ts'
import { URLScalar } from '../../platform/graphql/scalars.ts'

@ObjectType({ implements: Node, description: 'A picture or other attachment of a message (R11, R20).' })
export class Media extends Node {
  @Field(() => String, {
    simple: true,
    description:
      'By its content, not its name: `image/jpeg`, `image/png` or `image/gif` of what was uploaded with `POST /media`. What people send in may be video, audio or PDF, too.',
  })
  contentType!: string

  @Field(() => Int, {
    simple: true,
    description: 'Size in bytes; 0 where a campaign or flow named an address that is not ours (`mediaUrls`).',
  })
  byteSize!: number

  @Field(() => Int, {
    simple: true,
    nullable: true,
    description: 'Width in pixels; null for what is no picture, and where it is not known.',
  })
  width!: number | null

  @Field(() => Int, {
    simple: true,
    nullable: true,
    description: 'Height in pixels; null for what is no picture, and where it is not known.',
  })
  height!: number | null

  @Field(() => URLScalar, {
    simple: true,
    description:
      'Where it is: can be fetched without credentials, as the carrier does, by whoever knows the address, which nobody can guess (R3). It never changes.',
  })
  url!: string
}

export interface MediaRow extends Media {
  rowId: string
}
