import DataLoader from 'dataloader'
import type { RequestContext } from './request-context.ts'

/** A read by ids that all resolvers of one operation share: asked together, answered by one SQL. */
export interface Loader<Row> {
  readonly read: (ctx: RequestContext, ids: string[]) => Promise<Row[]>
  readonly keyOf: (row: Row) => string
}

/** What an operation has read so far. The key is a loader; its rows are of a type that a map can't express. */
export type LoaderInstances = Map<object, DataLoader<string, unknown>>

/**
 * Defines a loader. `read` gives the rows of those ids that exist in the actor's account, in any order; the others
 * come out as null, be they somebody else's or nobody's (R3).
 */
export const defineLoader = <Row>(read: Loader<Row>['read'], keyOf: Loader<Row>['keyOf']): Loader<Row> => ({
  read,
  keyOf,
})

const instanceOf = <Row>(ctx: RequestContext, loader: Loader<Row>): DataLoader<string, Row | null> => {
  const kept = ctx.loaders.get(loader)
  if (kept) return kept as DataLoader<string, Row | null>
  const instance = new DataLoader<string, Row | null>(async (ids) => {
    const rows = await loader.read(ctx, [...ids])
    const byKey = new Map(rows.map((row) => [loader.keyOf(row), row]))
    return ids.map((id) => byKey.get(id) ?? null)
  })
  ctx.loaders.set(loader, instance)
  return instance
}

/** The row of this id, or null; ids asked for in the same tick share one SQL. */
export const load = <Row>(ctx: RequestContext, loader: Loader<Row>, id: string): Promise<Row | null> =>
  instanceOf(ctx, loader).load(id)

/** Takes a row as read. */
export const prime = <Row>(ctx: RequestContext, loader: Loader<Row>, row: Row): void => {
  instanceOf(ctx, loader).prime(loader.keyOf(row), row)
}

/** The row of this id or null, as `load` gives it, for an id that may be absent. */
export const loadIf = <Row>(
  ctx: RequestContext,
  loader: Loader<Row>,
  id: string | null,
): Promise<Row | null> | null => (id === null ? null : load(ctx, loader, id))

/** The row of an id that a foreign key vouches for. */
export const loadKnown = async <Row>(ctx: RequestContext, loader: Loader<Row>, id: string): Promise<Row> => {
  const row = await load(ctx, loader, id)
  if (row === null) throw new Error(`a row that is referred to is missing: ${id}`)
  return row
}

/** Forgets what was read: after a mutation's action the rows are others. */
export const forgetLoaded = (ctx: RequestContext): void => ctx.loaders.clear()
