import { describe, expect, it } from 'vitest'
import {
  Close,
  closed,
  conversation,
  type Data,
  List,
  message,
  messages,
  open,
  page,
  rows,
  settled,
  setUp,
  Thread,
  threadPage,
  Unread,
} from './cache-rig.ts'

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
