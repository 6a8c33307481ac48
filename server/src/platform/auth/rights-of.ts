import type { Actor } from './actor.ts'

/** Equal for actors who may see the same of their account. */
export const rightsOf = (actor: Actor): string => {
  if (actor.kind === 'user') return actor.role
  return actor.kind === 'apiKey' ? actor.scopes.toSorted().join() : 'system'
}
