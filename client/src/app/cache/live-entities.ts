import type { Cache } from '@urql/exchange-graphcache'
import type { Arrivals } from './arrivals.ts'

/**
 * What the live feed adds to fetched pages is kept as links of its own, one per conversation and message, never by
 * editing a page: pages arrive late and in any order, and a list that is derived while reading can't be overwritten
 * by one of them.
 */
const inbox = 'Live:inbox'

/** A thread that nobody opened keeps only its last texts: when it is opened, its first page covers them. */
const keptOfUnopenedThread = 20

const linksOf = (cache: Cache, entity: string, field: string): string[] =>
  cache
    .inspectFields(entity)
    .filter((info) => info.fieldName === field)
    .map((info) => cache.resolve(entity, info.fieldName, info.arguments ?? undefined))
    .filter((link) => typeof link === 'string')

/** Makes a conversation a candidate of every list; the lists' filters decide. */
export const addLiveConversation = (cache: Cache, id: string): void =>
  cache.link(inbox, 'conversation', { id }, `Conversation:${id}`)

/** Keys of the conversations that changed since the lists were fetched. */
export const liveConversations = (cache: Cache): string[] => linksOf(cache, inbox, 'conversation')

/** Adds a message to the end of its thread. */
export const addLiveMessage = (cache: Cache, conversationId: string, id: string): void => {
  const conversation = `Conversation:${conversationId}`
  cache.link(conversation, 'liveMessage', { id }, `Message:${id}`)
  const fields = cache.inspectFields(conversation)
  if (fields.some((field) => field.fieldName === 'messages')) return
  const kept = fields.filter((field) => field.fieldName === 'liveMessage')
  for (const field of kept.slice(0, Math.max(0, kept.length - keptOfUnopenedThread))) {
    cache.invalidate(conversation, field.fieldName, field.arguments ?? undefined)
  }
}

/** Keys of a conversation's messages that came after its pages were fetched, in order of arrival; own unconfirmed last. */
export const liveMessages = (cache: Cache, conversationKey: string, arrivals: Arrivals): string[] =>
  linksOf(cache, conversationKey, 'liveMessage').sort(
    (a, b) => (arrivals.of(a) ?? Number.MAX_SAFE_INTEGER) - (arrivals.of(b) ?? Number.MAX_SAFE_INTEGER),
  )

/** Tells the lists that another page of them was stored, which a read of the root doesn't notice by itself. */
export const noteListPage = (cache: Cache, fieldKey: string): void =>
  cache.link(inbox, 'page', { fieldKey }, `Query.${fieldKey}`)

/** Forgets all that a gap in the log may have falsified; whatever is on screen is fetched again (RESYNC). */
export const forgetInbox = (cache: Cache): void => {
  for (const field of cache.inspectFields(inbox)) {
    cache.invalidate(inbox, field.fieldName, field.arguments ?? undefined)
  }
  for (const field of cache.inspectFields('Query')) {
    if (field.fieldName === 'conversations' || field.fieldName === 'conversation') {
      cache.invalidate('Query', field.fieldName, field.arguments ?? undefined)
    }
  }
  cache.invalidate('Conversation')
}
