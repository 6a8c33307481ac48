import { Client, type Exchange, gql, type Operation, type OperationResult } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { filter, makeSubject, merge, pipe, tap } from 'wonka'
import { keepOrder } from '../live/keep-order.ts'
import { inboxCache } from './inbox-cache.ts'

const row = `id status isUnread listPosition profile { id } lastMessage { id }`
export const List = gql`query List($filter: ConversationFilter, $after: String) {
  conversations(first: 2, after: $after, filter: $filter) { nodes { ${row} } pageInfo { hasNextPage endCursor } }
}`
export const Thread = gql`query Thread($id: ID!, $before: String) {
  conversation(id: $id) { id messages(last: 2, before: $before) { nodes { id status } pageInfo { hasPreviousPage startCursor } } }
}`
export const Unread = gql`query UnreadCount { unreadCount }`
export const Close = gql`mutation Close($ids: [ID!]!) { closeConversations(ids: $ids) { conversations { ${row} } } }`
const Live = gql`subscription Live { inboxChanged {
  cursor kind unreadCount conversation { ${row} } message { id status conversation { id } }
} }`
export const Cancel = gql`mutation Cancel($id: ID!) { cancelScheduledMessage(id: $id) { message { id status } } }`

/** An object as it comes over the wire. */
export type Data = Record<string, unknown>

/** The client runs queries again in microtasks; by the next turn all of them are done. */
export const settled = () => new Promise((resolve) => setTimeout(resolve))

/** The client's own exchanges over a network whose answers come when the test says so. */
export const setUp = () => {
  const pending: Operation[] = []
  const answers = makeSubject<OperationResult>()
  const network: Exchange = () => (operations) =>
    merge([
      pipe(
        operations,
        tap((operation) => operation.kind !== 'teardown' && pending.push(operation)),
        filter((): boolean => false),
      ) as never,
      answers.source,
    ])
  const client = new Client({ url: '/', exchanges: [cacheExchange(inboxCache()), keepOrder, network] })
  const shown = new Map<string, Data>()
  const watch = (name: string, query: typeof List, variables: Data = {}) =>
    client.query(query, variables).subscribe((result) => result.data && shown.set(name, result.data))
  const send = (operation: Operation, data: Data) => {
    answers.next({ operation, data, stale: false, hasNext: operation.kind === 'subscription' })
    return settled()
  }
  const take = (name: string): Operation => {
    const index = pending.findIndex((operation) => JSON.stringify(operation.query).includes(`"${name}"`))
    const [operation] = pending.splice(index, 1)
    if (index < 0 || !operation) throw new Error(`nothing was asked: ${name}`)
    return operation
  }
  client.subscription(Live, {}).subscribe(() => {})
  const live = take('Live')
  const nodes = (name: string, path: (data: Data) => unknown) => path(shown.get(name) ?? {})
  return {
    client,
    pending,
    shown,
    watch,
    send,
    take,
    nodes,
    push: (change: Data) => send(live, { inboxChanged: changed(change) }),
  }
}

const changed = (change: Data): Data => ({
  __typename: 'InboxChange',
  cursor: '1',
  kind: 'CONVERSATION_CHANGED',
  unreadCount: 0,
  conversation: null,
  message: null,
  ...change,
})

export const conversation = (id: string, place: number, more: Data = {}): Data => ({
  __typename: 'Conversation',
  id,
  status: 'OPEN',
  isUnread: false,
  listPosition: String(place).padStart(16, '0'),
  profile: { __typename: 'Profile', id: `p${id}` },
  lastMessage: { __typename: 'Message', id: `last-${id}-${place}` },
  ...more,
})
export const page = (nodes: Data[], endCursor: string | null = null): Data => ({
  __typename: 'Query',
  conversations: {
    __typename: 'ConversationConnection',
    nodes,
    pageInfo: { __typename: 'PageInfo', hasNextPage: endCursor !== null, endCursor },
  },
})
export const threadPage = (ids: string[], startCursor: string | null = null): Data => ({
  __typename: 'Query',
  conversation: {
    __typename: 'Conversation',
    id: 'a',
    messages: {
      __typename: 'MessageConnection',
      nodes: ids.map((each) => ({ __typename: 'Message', ...told(each) })),
      pageInfo: { __typename: 'PageInfo', hasPreviousPage: startCursor !== null, startCursor },
    },
  },
})
/** `m1` is a message that was sent, `m1 QUEUED` one in that status. */
const told = (text: string): Data => {
  const [id, status = 'SENT'] = text.split(' ')
  return { id, status }
}
export const message = (text: string): Data => ({
  __typename: 'Message',
  ...told(text),
  conversation: { __typename: 'Conversation', id: 'a' },
})

export const open = { filter: { status: ['OPEN'] } }
export const closed = { filter: { status: ['CLOSED'] } }
export const rows = (data: Data | undefined): string[] =>
  (data?.conversations as { nodes: { id: string }[] } | undefined)?.nodes.map((node) => node.id) ?? []
export const messages = (data: Data | undefined): string[] =>
  (data?.conversation as { messages: { nodes: { id: string }[] } } | undefined)?.messages.nodes.map(
    (node) => node.id,
  ) ?? []
