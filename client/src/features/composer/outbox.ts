import { readStored, writeStored } from '../../lib/storage.ts'
import { createStore, type Store } from '../../lib/store.ts'

/** A reply between the agent's Enter and the server's yes. Kept in the browser until then, so none is ever lost. */
export type Unsent = {
  /** The idempotency key: the same reply, however often it is tried (R22). */
  key: string
  conversationId: string
  text: string
  state: 'sending' | 'failed'
  /** Why it failed, in plain words. */
  reason?: string
  /** What the server warned of instead of taking it: trying again overrides it (R19). */
  warning?: string
  /** Warnings that the agent has read and overrides. */
  overridden?: string[]
  /** The thread's last message when it was written; its own message comes after that one. */
  after: string | null
}

/** How the server took a reply. */
export type Outcome = { taken: true } | { taken: false; reason: string; warning?: string }

/** How an outbox is made; see {@link createOutbox}. */
export type OutboxOptions = {
  userId: string
  send: (reply: Unsent) => Promise<Outcome>
  words: { notConfirmed: string; heldBack: string }
}

/** The replies of one user that are not confirmed yet. */
export type Outbox = {
  unsent: Store<readonly Unsent[]>
  add: (reply: { conversationId: string; text: string; after: string | null }) => void
  tryAgain: (key: string) => void
  discard: (key: string) => void
}

const load = (key: string, reason: string): Unsent[] => {
  const kept: unknown = JSON.parse(readStored(key) ?? '[]')
  const replies = Array.isArray(kept) ? (kept as Unsent[]) : []
  // A page that was left while sending doesn't know how it ended; the agent decides, and the key makes it safe.
  return replies.map((reply) => (reply.state === 'sending' ? { ...reply, state: 'failed', reason } : reply))
}

/**
 * Sends the replies of each conversation one after the other, so that they arrive in the order in which they were
 * written (R21). When one fails, those behind it are held back rather than overtaking it.
 */
export const createOutbox = ({ userId, send, words }: OutboxOptions): Outbox => {
  const storageKey = `parley.unsent.${userId}`
  const unsent = createStore<readonly Unsent[]>(load(storageKey, words.notConfirmed))
  const busy = new Set<string>()

  const save = (replies: readonly Unsent[]) => {
    writeStored(storageKey, replies.length > 0 ? JSON.stringify(replies) : null)
    unsent.set(replies)
  }
  const change = (key: string, fields: Partial<Unsent>) =>
    save(unsent.get().map((reply) => (reply.key === key ? { ...reply, ...fields } : reply)))
  const remove = (key: string) => save(unsent.get().filter((reply) => reply.key !== key))

  const nextOf = (conversationId: string) =>
    unsent.get().find((reply) => reply.conversationId === conversationId && reply.state === 'sending')

  const holdBack = (conversationId: string) =>
    save(
      unsent
        .get()
        .map((reply) =>
          reply.conversationId === conversationId && reply.state === 'sending'
            ? { ...reply, state: 'failed', reason: words.heldBack }
            : reply,
        ),
    )

  const work = async (conversationId: string) => {
    if (busy.has(conversationId)) return
    busy.add(conversationId)
    for (let reply = nextOf(conversationId); reply; reply = nextOf(conversationId)) {
      const outcome = await send(reply)
      if (outcome.taken) {
        remove(reply.key)
      } else {
        change(reply.key, { state: 'failed', reason: outcome.reason, warning: outcome.warning })
        holdBack(conversationId)
      }
    }
    busy.delete(conversationId)
  }

  return {
    unsent,
    add: (reply) => {
      save([...unsent.get(), { ...reply, key: crypto.randomUUID(), state: 'sending' }])
      void work(reply.conversationId)
    },
    tryAgain: (key) => {
      const warning = unsent.get().find((each) => each.key === key)?.warning
      const accepted = warning ? { overridden: [warning], warning: undefined } : {}
      change(key, { state: 'sending', reason: undefined, ...accepted })
      const reply = unsent.get().find((each) => each.key === key)
      if (reply) void work(reply.conversationId)
    },
    discard: remove,
  }
}

/** A message of the thread, as far as telling whether it is an unsent reply that has arrived needs it. */
export type Arrived = { id: string; text: string; kind: string }

/**
 * The replies that are not in the thread yet. The live feed may bring a reply before its own answer does; each such
 * message stands for one reply of the same text that was written before it came.
 */
export const notArrived = (replies: readonly Unsent[], messages: readonly Arrived[]): Unsent[] => {
  const claimed = new Set<string>()
  return replies.filter((reply) => {
    if (reply.state === 'failed') return true
    const from = reply.after === null ? 0 : messages.findIndex((message) => message.id === reply.after) + 1
    if (from === 0 && reply.after !== null) return true
    const match = messages
      .slice(from)
      .find((message) => message.kind === 'REPLY' && message.text === reply.text && !claimed.has(message.id))
    if (match) claimed.add(match.id)
    return match === undefined
  })
}
