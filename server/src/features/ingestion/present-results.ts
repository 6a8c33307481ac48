import type { GraphQLResolveInfo } from 'graphql'
import { askOfOperation } from '../../platform/graphql/every-field.ts'
import { forgetLoaded, type Loader, load } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { type NodeType, toGlobalId } from '../../platform/ids.ts'
import type { ItemResult } from './bulk.ts'

interface Presented<Row> {
  row: Row | null
  userErrors: UserError[]
}

const items = new Set<string>(['Event', 'Message', 'Profile'] satisfies NodeType[])

/** Whether an operation asks of the items for no more than their ids, which the action gave. */
const asksForIdsAlone = askOfOperation(
  (parent, field) => !items.has(parent) || field === 'id' || field === '__typename',
)

/** The rows of results as they are now, read in one go; where their ids are all that is asked for, these alone. */
export const present = <Row extends { id: string }>(
  ctx: RequestContext,
  info: GraphQLResolveInfo,
  type: 'Event' | 'Message' | 'Profile',
  loader: Loader<Row>,
  results: ItemResult[],
): Promise<Presented<Row>[]> => {
  if (asksForIdsAlone(info)) {
    const idOf = (id: string): Row => ({ id: toGlobalId(type, id) }) as Row
    return Promise.resolve(
      results.map(({ id, userErrors }) => ({ row: id === null ? null : idOf(id), userErrors })),
    )
  }
  forgetLoaded(ctx)
  return Promise.all(
    results.map(async ({ id, userErrors }) => ({
      row: id === null ? null : await load(ctx, loader, id),
      userErrors,
    })),
  )
}
