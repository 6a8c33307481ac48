import { Client, type Exchange, gql, type Operation, type OperationResult } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { describe, expect, it } from 'vitest'
import { filter, makeSubject, merge, pipe, tap } from 'wonka'
import { keepOrder } from '../live/keep-order.ts'
import { inboxCache } from './inbox-cache.ts'

const row = `id status isUnread listPosition profile { id } lastMessage { id }`
const List = gql`query List($filter: ConversationFilter, $after: String) {
  conversations(first: 2, after: $after, filter: $filter) { nodes { ${row} } pageInfo { hasNextPage endCursor } }
}`
const Thread = gql`query Thread($id: ID!, $before: String) {
  conversation(id: $id) { id messages(last: 2, before: $before) { nodes { id status } pageInfo { hasPreviousPage startCursor } } }
}`
const Unread = gql`query UnreadCount { unreadCount }`
const Close = gql`mutation Close($ids: [ID!]!) { closeConversations(ids: $ids) { conversations { ${row} } } }`
const Live = gql`subscription Live { inboxChanged {
  cursor kind unreadCount conversation { ${row} } message { id status conversation { id } }
} }`
const Cancel = gql`mutation Cancel($id: ID!) { cancelScheduledMessage(id: $id) { message { id status } } }`

type Data = Record<string, unknown>

/** The client runs queries again in microtasks; by the next turn all of them are done. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

/** The client's own exchanges over a network whose answers come when the test says so. */
const setUp = () => {
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

const conversation = (id: string, place: number, more: Data = {}): Data => ({
  __typename: 'Conversation',
  id,
  status: 'OPEN',
  isUnread: false,
  listPosition: String(place).padStart(16, '0'),
  profile: { __typename: 'Profile', id: `p${id}` },
  lastMessage: { __typename: 'Message', id: `last-${id}-${place}` },
  ...more,
})
const page = (nodes: Data[], endCursor: string | null = null): Data => ({
  __typename: 'Query',
  conversations: {
    __typename: 'ConversationConnection',
    nodes,
    pageInfo: { __typename: 'PageInfo', hasNextPage: endCursor !== null, endCursor },
  },
})
const threadPage = (ids: string[], startCursor: string | null = null): Data => ({
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
const message = (text: string): Data => ({
  __typename: 'Message',
  ...told(text),
  conversation: { __typename: 'Conversation', id: 'a' },
})

const open = { filter: { status: ['OPEN'] } }
const closed = { filter: { status: ['CLOSED'] } }
const rows = (data: Data | undefined): string[] =>
  (data?.conversations as { nodes: { id: string }[] } | undefined)?.nodes.map((node) => node.id) ?? []
const messages = (data: Data | undefined): string[] =>
  (data?.conversation as { messages: { nodes: { id: string }[] } } | undefined)?.messages.nodes.map(
    (node) => node.id,
  ) ?? []

const withList = async (variables: Data, nodes: Data[], endCursor: string | null = null) => {
  const app = setUp()
  app.watch('list', List, variables)
  await app.send(app.take('List'), page(nodes, endCursor))
  return app
}

describe('lists follow the live feed', () => {
  it('R9: new activity moves a conversation to the top', async () => {
    const app = await withList(open, [conversation('a', 9), conversation('b', 8)])
    await app.push({ kind: 'MESSAGE_RECEIVED', conversation: conversation('b', 10) })
    expect(rows(app.shown.get('list'))).toEqual(['b', 'a'])
  })

  it('R4: a conversation that no page held comes in where its activity puts it', async () => {
    const app = await withList(open, [conversation('a', 9), conversation('b', 8)])
    await app.push({ kind: 'MESSAGE_RECEIVED', conversation: conversation('new', 10) })
    expect(rows(app.shown.get('list'))).toEqual(['new', 'a', 'b'])
  })

  it('leaves to the next page what belongs below the last row', async () => {
    const app = await withList(open, [conversation('a', 9), conversation('b', 8)], 'cursor')
    await app.push({ conversation: conversation('old', 2) })
    expect(rows(app.shown.get('list'))).toEqual(['a', 'b'])
    app.client.query(List, { ...open, after: 'cursor' }).subscribe(() => {})
    await app.send(app.take('List'), page([conversation('c', 3), conversation('old', 2)]))
    expect(rows(app.shown.get('list'))).toEqual(['a', 'b', 'c', 'old'])
  })

  it('R27: a closed conversation leaves Open and enters Closed; reopening brings it back', async () => {
    const app = await withList(open, [conversation('a', 9), conversation('b', 8)])
    app.watch('closed', List, closed)
    await app.send(app.take('List'), page([conversation('z', 1, { status: 'CLOSED' })]))
    await app.push({ conversation: conversation('a', 9, { status: 'CLOSED' }) })
    expect(rows(app.shown.get('list'))).toEqual(['b'])
    expect(rows(app.shown.get('closed'))).toEqual(['a', 'z'])
    await app.push({ conversation: conversation('a', 9) })
    expect(rows(app.shown.get('list'))).toEqual(['a', 'b'])
    expect(rows(app.shown.get('closed'))).toEqual(['z'])
  })

  it('R26: a snooze that ends brings its conversation to the top, by the change alone', async () => {
    const app = await withList(open, [conversation('a', 9), conversation('b', 8)], 'cursor')
    const snoozed = conversation('old', 2, { status: 'SNOOZED' })
    await app.push({ conversation: snoozed })
    expect(rows(app.shown.get('list'))).toEqual(['a', 'b'])
    await app.push({ conversation: { ...snoozed, status: 'OPEN', listPosition: '0000000000000010' } })
    expect(rows(app.shown.get('list'))).toEqual(['old', 'a', 'b'])
    expect(app.pending).toEqual([])
  })

  it('R36: the count is the one that the change carries', async () => {
    const app = setUp()
    app.watch('unread', Unread)
    await app.send(app.take('UnreadCount'), { __typename: 'Query', unreadCount: 3 })
    await app.push({ unreadCount: 7 })
    expect(app.shown.get('unread')).toMatchObject({ unreadCount: 7 })
  })
})

describe('actions show at once', () => {
  it('R27: closing takes the row away and counts it read before the server answers; a refusal puts both back', async () => {
    const app = await withList(open, [conversation('a', 9, { isUnread: true }), conversation('b', 8)])
    app.watch('unread', Unread)
    await app.send(app.take('UnreadCount'), { __typename: 'Query', unreadCount: 3 })
    app.client.mutation(Close, { ids: ['a'] }).subscribe(() => {})
    await settled()
    expect(rows(app.shown.get('list'))).toEqual(['b'])
    expect(app.shown.get('unread')).toMatchObject({ unreadCount: 2 })
    await app.send(app.take('Close'), {
      __typename: 'Mutation',
      closeConversations: { __typename: 'ConversationsPayload', conversations: [] },
    })
    expect(rows(app.shown.get('list'))).toEqual(['a', 'b'])
    expect(app.shown.get('unread')).toMatchObject({ unreadCount: 3 })
  })
})

describe('answers that are older than the feed', () => {
  it('R40: a page computed before a change does not undo it', async () => {
    const app = await withList(open, [conversation('a', 9), conversation('b', 8)])
    app.client.query(List, open, { requestPolicy: 'network-only' }).subscribe(() => {})
    const slow = app.take('List')
    await app.push({ conversation: conversation('a', 9, { status: 'CLOSED' }) })
    await app.push({ kind: 'MESSAGE_RECEIVED', conversation: conversation('new', 10) })
    await app.send(slow, page([conversation('a', 9), conversation('b', 8)]))
    expect(rows(app.shown.get('list'))).toEqual(['new', 'b'])
  })

  it('R40: nor does the answer to an action that was overtaken', async () => {
    const app = await withList(open, [conversation('a', 9), conversation('b', 8)])
    app.client.mutation(Close, { ids: ['a'] }).subscribe(() => {})
    await settled()
    const slow = app.take('Close')
    await app.push({ kind: 'MESSAGE_RECEIVED', conversation: conversation('a', 11) })
    await app.send(slow, {
      __typename: 'Mutation',
      closeConversations: {
        __typename: 'ConversationsPayload',
        conversations: [conversation('a', 9, { status: 'CLOSED' })],
      },
    })
    expect(rows(app.shown.get('list'))).toEqual(['a', 'b'])
  })

  it('R40: what was asked before the feed began is asked again once it has', async () => {
    const app = await withList(open, [conversation('a', 9)])
    await app.push({ kind: 'READY' })
    await app.send(app.take('List'), page([conversation('missed', 10), conversation('a', 9)]))
    expect(rows(app.shown.get('list'))).toEqual(['missed', 'a'])
  })

  it('R40: RESYNC fetches again what is on screen, without older pages that would leave a gap', async () => {
    const app = await withList(open, [conversation('a', 9), conversation('b', 8)], 'cursor')
    app.watch('thread', Thread, { id: 'a' })
    await app.send(app.take('Thread'), threadPage(['m3', 'm4'], 'm3'))
    app.client.query(Thread, { id: 'a', before: 'm3' }).subscribe(() => {})
    await app.send(app.take('Thread'), threadPage(['m1', 'm2']))
    expect(messages(app.shown.get('thread'))).toEqual(['m1', 'm2', 'm3', 'm4'])
    await app.push({ kind: 'RESYNC' })
    await app.send(app.take('List'), page([conversation('z', 20), conversation('y', 19)], 'other'))
    await app.send(app.take('Thread'), threadPage(['m8', 'm9'], 'm8'))
    expect(rows(app.shown.get('list'))).toEqual(['z', 'y'])
    expect(messages(app.shown.get('thread'))).toEqual(['m8', 'm9'])
  })
})

describe('threads follow the live feed', () => {
  const withThread = async () => {
    const app = setUp()
    app.watch('thread', Thread, { id: 'a' })
    await app.send(app.take('Thread'), threadPage(['m3', 'm4'], 'm3'))
    return app
  }
  const arrive = (id: string) => ({
    kind: 'MESSAGE_RECEIVED',
    conversation: conversation('a', 9),
    message: message(id),
  })

  it('R12: new messages follow in the order of the feed, each once', async () => {
    const app = await withThread()
    for (const id of ['m5', 'm6', 'm5']) await app.push(arrive(id))
    expect(messages(app.shown.get('thread'))).toEqual(['m3', 'm4', 'm5', 'm6'])
  })

  it('R10: older pages join in front, and the feed still appends', async () => {
    const app = await withThread()
    await app.push(arrive('m5'))
    app.client.query(Thread, { id: 'a', before: 'm3' }).subscribe(() => {})
    await app.send(app.take('Thread'), threadPage(['m1', 'm2']))
    expect(messages(app.shown.get('thread'))).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  })

  it('R40: a message that came while the thread was on its way is in it, once', async () => {
    const app = setUp()
    app.watch('thread', Thread, { id: 'a' })
    const slow = app.take('Thread')
    await app.push(arrive('m4'))
    await app.push(arrive('m5'))
    await app.send(slow, threadPage(['m3', 'm4'], 'm3'))
    expect(messages(app.shown.get('thread'))).toEqual(['m3', 'm4', 'm5'])
  })

  it('a thread that was never opened keeps no long past, so opening it shows no wrong order', async () => {
    const app = await withList(open, [conversation('a', 9)])
    for (let number = 1; number <= 60; number++) await app.push(arrive(`m${number}`))
    app.watch('thread', Thread, { id: 'a' })
    const last = Array.from({ length: 25 }, (_, index) => `m${36 + index}`)
    await app.send(app.take('Thread'), threadPage(last, 'm36'))
    expect(messages(app.shown.get('thread'))).toEqual(last)
  })
})

type ThreadShown = { conversation: { messages: { nodes: Data[] } } }

describe('B4: scheduled messages', () => {
  const withThread = async (...pages: string[][]) => {
    const app = setUp()
    app.watch('thread', Thread, { id: 'a' })
    await app.send(app.take('Thread'), threadPage(pages[0] ?? [], pages.length > 1 ? 'older' : null))
    if (pages[1]) {
      app.client.query(Thread, { id: 'a', before: 'older' }).subscribe(() => {})
      await app.send(app.take('Thread'), threadPage(pages[1]))
    }
    const change = (kind: string) => (text: string) =>
      app.push({ kind, conversation: conversation('a', 9), message: message(text) })
    return {
      ...app,
      created: change('MESSAGE_CREATED'),
      changed: change('MESSAGE_CHANGED'),
      read: () => messages(app.shown.get('thread')),
    }
  }

  it('R12: one that goes out takes its place at the end, wherever it was written', async () => {
    const app = await withThread(['m3', 'm4'], ['m1 SCHEDULED', 'm2'])
    await app.created('m5')
    expect(app.read()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
    await app.changed('m1 QUEUED')
    await app.created('m6')
    await app.changed('m1 DELIVERED')
    expect(app.read()).toEqual(['m2', 'm3', 'm4', 'm5', 'm1', 'm6'])
  })

  it('R12: so does one that came by the feed', async () => {
    const app = await withThread(['m1'])
    for (const text of ['m2 SCHEDULED', 'm3']) await app.created(text)
    await app.changed('m2 QUEUED')
    expect(app.read()).toEqual(['m1', 'm3', 'm2'])
  })

  it.each(['CANCELED', 'FAILED', 'SCHEDULED'])(
    'one that becomes %s stays where it was written',
    async (to) => {
      const app = await withThread(['m1 SCHEDULED', 'm2'])
      await app.changed(`m1 ${to}`)
      expect(app.read()).toEqual(['m1', 'm2'])
    },
  )

  it('what was sent long ago does not move when its receipt comes', async () => {
    const app = await withThread(['m1', 'm2'])
    await app.changed('m1 DELIVERED')
    expect(app.read()).toEqual(['m1', 'm2'])
  })

  it('R40: a page that was computed before it went out does not bring it back; a later one has the last word', async () => {
    const app = await withThread(['m1 SCHEDULED', 'm2'])
    app.client.query(Thread, { id: 'a' }, { requestPolicy: 'network-only' }).subscribe(() => {})
    const slow = app.take('Thread')
    await app.changed('m1 QUEUED')
    await app.created('m3')
    await app.send(slow, threadPage(['m1 SCHEDULED', 'm2']))
    expect(app.read()).toEqual(['m2', 'm1', 'm3'])
    app.client.query(Thread, { id: 'a' }, { requestPolicy: 'network-only' }).subscribe(() => {})
    await app.send(app.take('Thread'), threadPage(['m2', 'm1', 'm3']))
    expect(app.read()).toEqual(['m2', 'm1', 'm3'])
  })

  it('calling one off shows before the server answers; if it was too late, it is put back', async () => {
    const app = await withThread(['m1 SCHEDULED', 'm2'])
    const state = () => (app.shown.get('thread') as ThreadShown).conversation.messages.nodes[0]?.status
    app.client.mutation(Cancel, { id: 'm1' }).subscribe(() => {})
    await settled()
    expect(state()).toBe('CANCELED')
    await app.send(app.take('Cancel'), {
      __typename: 'Mutation',
      cancelScheduledMessage: { __typename: 'MessagePayload', message: null },
    })
    expect(state()).toBe('SCHEDULED')
  })
})
