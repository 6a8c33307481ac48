import { afterEach, describe, expect, test, vi } from 'vitest'
import { silent } from '../../test/build.ts'
import { silentWakeUps } from '../../test/live-rig.ts'
import type { LogEntry } from '../change-log/change.ts'
import type { LogPage } from '../change-log/read-log.ts'
import type { LogBatch } from './account-feed.ts'
import { createLiveFeeds } from './live-feeds.ts'

const ACCOUNT = 'account'
const kinds = new Set(['CONVERSATION_CHANGED'])
const entry = (seq: number): LogEntry => ({
  seq,
  kind: 'CONVERSATION_CHANGED',
  conversationId: null,
  messageId: null,
  profileId: null,
})

/** Feeds on a log whose readings end when the test says so: the order of things that races take is the point here. */
const openFeeds = () => {
  const wakeUps = silentWakeUps()
  let head = 0
  const waiting: (() => void)[] = []
  let isHeld = false
  const readLog = async (_: string, after: number): Promise<LogPage> => {
    const seen = head
    if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve))
    const entries = Array.from({ length: Math.max(0, seen - after) }, (_, index) => entry(after + 1 + index))
    return { entries, head: seen, floor: 0, unreadCount: seen }
  }
  const feeds = createLiveFeeds({ readLog, wakeUps, log: silent })
  const heard = new Map<string, number[]>()
  opened.push(feeds)
  return {
    feeds,
    write: () => {
      head += 1
      return head
    },
    tell: (seq: number, commit?: LogBatch & { after: number }) =>
      wakeUps.tell({
        accountId: ACCOUNT,
        seq,
        kinds,
        ...(commit && { commit: { accountId: ACCOUNT, ...commit } }),
      }),
    hold: () => {
      isHeld = true
    },
    letOne: () => waiting.shift()?.(),
    letAll: () => {
      isHeld = false
      for (const go of waiting.splice(0)) go()
    },
    heard: (name: string) => heard.get(name) ?? [],
    join: (name: string) =>
      feeds.join(ACCOUNT, ({ entries }) => {
        heard.set(name, [...(heard.get(name) ?? []), ...entries.map(({ seq }) => seq)])
      }),
  }
}
const opened: ReturnType<typeof createLiveFeeds>[] = []
afterEach(() => {
  for (const feeds of opened.splice(0)) feeds.close()
  vi.useRealTimers()
})

describe('R40: a feed', () => {
  test('gives entries by hints, also by those that skip one, come twice, or come late', async () => {
    const { join, write, tell, heard } = openFeeds()
    await join('a')
    const [one, two, three] = [write(), write(), write()]
    tell(two)
    tell(one)
    await vi.waitFor(() => expect(heard('a')).toEqual([1, 2, 3]))
    tell(three)
    tell(three)
    tell(write())
    await vi.waitFor(() => expect(heard('a')).toEqual([1, 2, 3, 4]))
  })

  test('takes a commit that continues it as it stands, and reads where one does not', async () => {
    const { join, write, tell, heard } = openFeeds()
    await join('a')
    tell(write(), { after: 0, entries: [entry(1)], unreadCount: 7 })
    expect(heard('a'), 'in the very turn').toEqual([1])
    write()
    tell(write(), { after: 2, entries: [entry(3)], unreadCount: 7 })
    expect(heard('a')).toEqual([1])
    await vi.waitFor(() => expect(heard('a')).toEqual([1, 2, 3]))
    // The one that it had read by then comes late.
    tell(2, { after: 1, entries: [entry(2)], unreadCount: 7 })
    expect(heard('a')).toEqual([1, 2, 3])
  })

  test('takes no commit past a reading that is under way', async () => {
    const { join, write, tell, heard, hold, letOne, letAll } = openFeeds()
    await join('a')
    hold()
    tell(write())
    tell(write(), { after: 1, entries: [entry(2)], unreadCount: 0 })
    tell(1, { after: 0, entries: [entry(1)], unreadCount: 0 })
    expect(heard('a')).toEqual([])
    letOne()
    letAll()
    await vi.waitFor(() => expect(heard('a')).toEqual([1, 2]))
  })

  test('looks by itself every 5 s when no hint comes at all', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { join, write, heard } = openFeeds()
    await join('a')
    write()
    vi.advanceTimersByTime(4_999)
    expect(heard('a')).toEqual([])
    vi.advanceTimersByTime(1)
    await vi.waitFor(() => expect(heard('a')).toEqual([1]))
  })

  test('is kept up for who is about to join while the last one leaves, and another comes', async () => {
    const { join, write, tell, heard, hold, letOne, letAll } = openFeeds()
    const first = await join('a')
    hold()
    const second = join('b')
    first.leave()
    const third = join('c')
    letOne()
    letAll()
    await Promise.all([second, third])
    tell(write())
    await vi.waitFor(() => expect([heard('b'), heard('c')]).toEqual([[1], [1]]))
    expect(heard('a')).toEqual([])
  })

  test('of which the first reading fails leaves nothing behind, and the next one may try', async () => {
    const wakeUps = silentWakeUps()
    const reads: number[] = []
    let isDown = true
    const feeds = createLiveFeeds({
      wakeUps,
      log: silent,
      readLog: async (_, after) => {
        reads.push(after)
        if (isDown && reads.length > 1) throw new Error('the database is away')
        return { entries: [], head: 0, floor: 0, unreadCount: 0 }
      },
    })
    opened.push(feeds)
    await expect(feeds.join(ACCOUNT, () => undefined)).rejects.toThrow('away')
    reads.length = 0
    wakeUps.tell({ accountId: ACCOUNT, seq: 1, kinds })
    expect(reads).toEqual([])
    isDown = false
    const { leave } = await feeds.join(ACCOUNT, () => undefined)
    leave()
    leave()
    reads.length = 0
    wakeUps.tell({ accountId: ACCOUNT, seq: 1, kinds })
    expect(reads).toEqual([])
  })
})
