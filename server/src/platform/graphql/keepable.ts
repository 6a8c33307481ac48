import { type DocumentNode, type GraphQLSchema, getOperationAST, parse } from 'graphql'
import { LRUCache } from 'lru-cache'
import { everyField } from './every-field.ts'

/** Root fields whose answers are the account's alone, whoever of the same rights asks. */
const roots = new Set(['conversations', 'conversation', 'unreadCount'])

/** Types whose every visible change is an entry of the account's log. */
const logged = new Set([
  'Attribution',
  'Consent',
  'Conversation',
  'ConversationConnection',
  'ConversationEdge',
  'Location',
  'Media',
  'Message',
  'MessageConnection',
  'MessageEdge',
  'MessageFailure',
  'PageInfo',
  'Profile',
  'ReplyGate',
  'Sender',
  'ShortLink',
])

/** Types that are not logged but hardly ever change, with the fields for which the age limit of answers is enough. */
const settled: Record<string, string[]> = {
  MessageSource: ['id', 'type', 'name', 'externalId'],
  User: ['id', 'name'],
}

/** Gives `isKeepable` for a schema; verdicts are kept by document, since clients send the same few over and over. */
export const createKeepable = (
  schema: GraphQLSchema,
): ((query: string, operationName: string | null) => boolean) => {
  const verdicts = new LRUCache<string, boolean>({ max: 500 })
  return (query, operationName) => {
    const key = operationName === null ? query : `${operationName} ${query}`
    const known = verdicts.get(key)
    if (known !== undefined) return known
    const verdict = isKeepable(schema, query, operationName)
    verdicts.set(key, verdict)
    return verdict
  }
}

/**
 * Whether an operation's answer stays true as long as the account's log stands: it is a query of nothing but what
 * the log tells of. A document that can't be read is none.
 */
const isKeepable = (schema: GraphQLSchema, query: string, operationName: string | null): boolean => {
  const document = read(query)
  const operation = document && getOperationAST(document, operationName)
  if (
    !document ||
    operation?.operation !== 'query' ||
    document.definitions.length !== 1 + fragmentsOf(document)
  )
    return false
  return everyField(schema, document, (parent, field, type) => {
    if (parent === 'Query') return roots.has(field)
    if (field === '__typename') return true
    if (settled[parent]) return settled[parent].includes(field)
    return logged.has(parent) && (type === null || logged.has(type) || type in settled)
  })
}

const fragmentsOf = (document: DocumentNode): number =>
  document.definitions.filter((definition) => definition.kind === 'FragmentDefinition').length

const read = (query: string): DocumentNode | null => {
  try {
    return parse(query, { maxTokens: 5_000, noLocation: true })
  } catch {
    return null
  }
}
