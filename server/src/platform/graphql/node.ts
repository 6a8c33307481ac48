import { Field, ID, InterfaceType } from 'type-graphql'
import { parseGlobalId } from '../ids.ts'

/** What has an id of its own. The id's prefix tells the type. */
@InterfaceType({
  description: 'Anything with an id of its own: `node(id:)` finds it again.',
  resolveType: (value: Node) => parseGlobalId(value.id)?.type,
})
export abstract class Node {
  @Field(() => ID, {
    simple: true,
    description: 'Opaque: keep it, compare it, give it back; read nothing into it.',
  })
  id!: string
}
