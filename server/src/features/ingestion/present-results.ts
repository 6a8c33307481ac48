import { forgetLoaded, type Loader, load } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { UserError } from '../../platform/graphql/user-error.graphql.ts'
import type { ItemResult } from './bulk.ts'

interface Presented<Row> {
  row: Row | null
  userErrors: UserError[]
}

/** The rows of results as they are now, read in one go. */
export const present = <Row>(
  ctx: RequestContext,
  loader: Loader<Row>,
  results: ItemResult[],
): Promise<Presented<Row>[]> => {
  forgetLoaded(ctx)
  return Promise.all(
    results.map(async ({ id, userErrors }) => ({
      row: id === null ? null : await load(ctx, loader, id),
      userErrors,
    })),
  )
}
