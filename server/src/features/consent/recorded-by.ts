import type { Actor } from '../../platform/auth/actor.ts'

/** Who the ledger names for a change (R18): a user or an API key; nobody, where Parley itself acts. */
export const recordedBy = (actor: Actor): { by_user_id?: string; by_api_key_id?: string } => {
  if (actor.kind === 'user') return { by_user_id: actor.userId }
  return actor.kind === 'apiKey' ? { by_api_key_id: actor.apiKeyId } : {}
}
