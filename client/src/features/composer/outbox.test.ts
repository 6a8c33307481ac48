import { beforeEach, describe, expect, it, vi } from 'vitest'
import { writeStored } from '../../lib/storage.ts'
import { createOutbox, notArrived, type Outcome, type Unsent } from './outbox.ts'

const words = { notConfirmed: 'not confirmed', heldBack: 'held back' }
const reply = (text: string, conversationId = 'c1') => ({ text, conversationId, after: null })

/** A server that answers when it is told to. */
const server = () => {
  const calls: { reply: Unsent; answer: (outcome: Outcome) => void }[] = []
  const send = (sent: Unsent) => new Promise<Outcome>((answer) => calls.push({ reply: sent, answer }))
  return { calls, send, texts: () => calls.map((call) => call.reply.text) }
}

describe('replies on their way', () => {
  beforeEach(() => writeStored('parley.unsent.u1', null))

  it('R21: sends the replies of a conversation one after the other, in order', async () => {
    const { calls, send, texts } = server()
    const outbox = createOutbox({ userId: 'u1', send, words })
    outbox.add(reply('one'))
    outbox.add(reply('two'))
    outbox.add(reply('other', 'c2'))
    expect(texts()).toEqual(['one', 'other'])
    calls[0]?.answer({ taken: true })
    await vi.waitFor(() => expect(texts()).toEqual(['one', 'other', 'two']))
    expect(outbox.unsent.get().map((each) => each.text)).toEqual(['two', 'other'])
  })

  it('R21: a refused reply holds back those behind it instead of letting them overtake', async () => {
    const { calls, send, texts } = server()
    const outbox = createOutbox({ userId: 'u1', send, words })
    outbox.add(reply('one'))
    outbox.add(reply('two'))
    calls[0]?.answer({ taken: false, reason: 'no' })
    await vi.waitFor(() =>
      expect(outbox.unsent.get().map(({ text, state, reason }) => ({ text, state, reason }))).toEqual([
        { text: 'one', state: 'failed', reason: 'no' },
        { text: 'two', state: 'failed', reason: 'held back' },
      ]),
    )
    expect(texts()).toEqual(['one'])
  })

  it('R22: trying again sends the same key', async () => {
    const { calls, send } = server()
    const outbox = createOutbox({ userId: 'u1', send, words })
    outbox.add(reply('one'))
    calls[0]?.answer({ taken: false, reason: 'no' })
    await vi.waitFor(() => expect(outbox.unsent.get()[0]?.state).toBe('failed'))
    outbox.tryAgain(calls[0]?.reply.key ?? '')
    expect(calls[1]?.reply.key).toBe(calls[0]?.reply.key)
    calls[1]?.answer({ taken: true })
    await vi.waitFor(() => expect(outbox.unsent.get()).toEqual([]))
  })

  it('R25: trying again after a warning overrides it, under the same key', async () => {
    const { calls, send } = server()
    const outbox = createOutbox({ userId: 'u1', send, words })
    outbox.add(reply('one'))
    expect(calls[0]?.reply.overridden).toBeUndefined()
    calls[0]?.answer({ taken: false, reason: 'late', warning: 'QUIET_HOURS' })
    await vi.waitFor(() => expect(outbox.unsent.get()[0]?.warning).toBe('QUIET_HOURS'))
    outbox.tryAgain(calls[0]?.reply.key ?? '')
    expect(calls[1]?.reply).toMatchObject({ key: calls[0]?.reply.key, overridden: ['QUIET_HOURS'] })
    calls[1]?.answer({ taken: true })
    await vi.waitFor(() => expect(outbox.unsent.get()).toEqual([]))
  })

  it('keeps what was being sent when the page was left, for the agent to decide', () => {
    createOutbox({ userId: 'u1', send: server().send, words }).add(reply('one'))
    const later = createOutbox({ userId: 'u1', send: server().send, words })
    expect(later.unsent.get()).toMatchObject([{ text: 'one', state: 'failed', reason: 'not confirmed' }])
    expect(createOutbox({ userId: 'u2', send: server().send, words }).unsent.get()).toEqual([])
  })
})

describe('replies that the live feed brings before their answer', () => {
  const sending = (text: string, after: string | null): Unsent => ({
    key: text + after,
    conversationId: 'c1',
    text,
    state: 'sending',
    after,
  })
  const arrived = (id: string, text: string) => ({ id, text, kind: 'REPLY' })

  it('shows a reply once: on its way or in the thread', () => {
    expect(notArrived([sending('ok', 'm1')], [arrived('m1', 'hi'), arrived('m2', 'ok')])).toEqual([])
  })

  it('is not fooled by an older message of the same text', () => {
    expect(notArrived([sending('ok', 'm1')], [arrived('m0', 'ok'), arrived('m1', 'hi')])).toHaveLength(1)
  })

  it('matches two equal replies to two messages', () => {
    const replies = [sending('ok', 'm1'), { ...sending('ok', 'm1'), key: 'second' }]
    expect(notArrived(replies, [arrived('m1', 'hi'), arrived('m2', 'ok')])).toHaveLength(1)
  })
})
