import { Field, ID, InterfaceType } from 'type-graphql'
import { parseGlobalId } from '../ids.ts'

/** What has an id of its own. The id's prefix tells the type. */
@InterfaceType({
  description: 'Anything with an id of its own: `node(id:)` finds it again.',
  resolveType: (value: Node) => typeOfNode(value),
})
export abstract class Node {
  @Field(() => ID, {
    simple: true,
    description: 'Opaque: keep it, compare it, give it back; read nothing into it.',
  })
  id!: string
}

/** The GraphQL type of a node: its id tells. */
export const typeOfNode = (node: Node): string | undefined => parseGlobalId(node.id)?.type
