import { describe, expect, it } from 'vitest'
import {
  Cancel,
  conversation,
  type Data,
  message,
  messages,
  settled,
  setUp,
  Thread,
  threadPage,
} from './cache-rig.ts'

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
