import type { Logger } from '../log.ts'
import type { Actor } from './actor.ts'
import { actorKeys } from './actor-key.ts'
import type { Authenticator } from './authenticator.ts'

const EVERY_MS = 4_000
const AT_ONCE = 8

export interface ActorWatch {
  /** Calls `onGone` once, when the actor's session, user, role or key is no longer what it was. Gives the function that stops it. */
  watch(actor: Actor, onGone: () => void): () => void
  close(): void
}

interface Watched {
  actor: Actor
  onGone: () => void
}

/**
 * Watches over the actors of open sockets: told at once by this process, and by asking every 4 s about what other
 * processes did. While the database is down, sockets stay open.
 */
export const watchActors = (authenticator: Authenticator, logger: Logger): ActorWatch => {
  const watched = new Set<Watched>()
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const gone = (entry: Watched): void => {
    if (watched.delete(entry)) entry.onGone()
  }
  const check = async (entry: Watched): Promise<void> => {
    if (!(await authenticator.stillValid(entry.actor))) gone(entry)
  }
  const sweep = async (): Promise<void> => {
    const entries = [...watched]
    try {
      for (let at = 0; at < entries.length; at += AT_ONCE)
        await Promise.all(entries.slice(at, at + AT_ONCE).map(check))
    } catch (error) {
      logger.warn({ err: error }, 'the rights of open sockets could not be checked')
    }
  }
  const schedule = (): void => {
    timer = setTimeout(async () => {
      await sweep()
      if (!closed) schedule()
    }, EVERY_MS)
    timer.unref()
  }
  schedule()
  const stopListening = authenticator.onRevoked((key) => {
    for (const entry of watched) if (actorKeys(entry.actor).includes(key)) gone(entry)
  })

  return {
    watch: (actor, onGone) => {
      const entry = { actor, onGone }
      watched.add(entry)
      return () => watched.delete(entry)
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      stopListening()
      watched.clear()
    },
  }
}
