import type { Access } from '../auth/access.ts'
import type { Context } from '../context.ts'
import type { LoaderInstances } from './loader.ts'

/** The context of one GraphQL operation, or of one event pushed to a subscription. */
export interface RequestContext extends Context {
  readonly loaders: LoaderInstances
  /** For mutations of users and API keys; absent where nobody signs in. */
  readonly access?: Access | undefined
}

/** A context for one operation: nothing read through it outlives it. */
export const createRequestContext = (
  base: Pick<RequestContext, 'db' | 'log' | 'publicUrl' | 'actor' | 'access'>,
): RequestContext => ({ ...base, now: new Date(), loaders: new Map() })

/** What changing who may sign in takes. */
export const accessOf = ({ access }: RequestContext): Access => {
  if (!access) throw new Error('this process has no logins')
  return access
}
