import type { Access } from '../auth/access.ts'
import type { Context } from '../context.ts'
import type { LoaderInstances } from './loader.ts'

/** The context of one GraphQL operation, or of one event pushed to a subscription. */
export interface RequestContext extends Context {
  readonly loaders: LoaderInstances
  /** For mutations of users and API keys; absent where nobody signs in. */
  readonly access?: Access | undefined
  /** Until when the answer holds though nothing is changed, in ms since 1970: what hangs on the clock says so. */
  readonly expiry: { at: number }
}

/** A context for one operation: nothing read through it outlives it. */
export const createRequestContext = (
  base: Pick<RequestContext, 'db' | 'log' | 'publicUrl' | 'actor' | 'access'>,
): RequestContext => ({
  ...base,
  now: new Date(),
  loaders: new Map(),
  expiry: { at: Number.POSITIVE_INFINITY },
})

/** Says that a part of the answer holds until then, and no longer (ISO 8601; null: as long as nothing is changed). */
export const holdsUntil = ({ expiry }: RequestContext, until: string | null): void => {
  if (until !== null) expiry.at = Math.min(expiry.at, Date.parse(until))
}

/** What changing who may sign in takes. */
export const accessOf = ({ access }: RequestContext): Access => {
  if (!access) throw new Error('this process has no logins')
  return access
}
