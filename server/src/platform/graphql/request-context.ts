import type { Context } from '../context.ts'
import type { LoaderInstances } from './loader.ts'

/** The context of one GraphQL operation, or of one event pushed to a subscription. */
export interface RequestContext extends Context {
  readonly loaders: LoaderInstances
}

/** A context for one operation: nothing read through it outlives it. */
export const createRequestContext = (
  base: Pick<RequestContext, 'db' | 'log' | 'publicUrl' | 'actor'>,
): RequestContext => ({ ...base, now: new Date(), loaders: new Map() })
