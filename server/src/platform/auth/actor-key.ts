import type { Actor } from './actor.ts'

/** What can be revoked: one session, a person with all their sessions, an API key. */
export type ActorKey = `session:${string}` | `user:${string}` | `apiKey:${string}`

/** The keys whose revocation ends this actor's access. */
export const actorKeys = (actor: Actor): ActorKey[] => {
  switch (actor.kind) {
    case 'user':
      return [`session:${actor.sessionId}`, `user:${actor.userId}`]
    case 'apiKey':
      return [`apiKey:${actor.apiKeyId}`]
    case 'system':
      return []
  }
}
