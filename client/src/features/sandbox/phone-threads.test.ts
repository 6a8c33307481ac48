import { describe, expect, it } from 'vitest'
import { type Phones, withMessage, withThread } from './phone-threads.ts'
import type { PhoneMessage } from './sandbox-api.ts'

const message = (seq: number, more: Partial<PhoneMessage> = {}): PhoneMessage => ({
  uuid: `u${seq}`,
  seq,
  phone: '+1',
  business: '+2',
  direction: 'TO_PHONE',
  text: `text ${seq}`,
  media: [],
  state: 'queued',
  errorCode: null,
  byCarrier: false,
  at: '2026-11-23T12:00:00.000Z',
  ...more,
})
const empty: Phones = { phones: [], threads: new Map([['+1', []]]) }
const seqs = (phones: Phones) => phones.threads.get('+1')?.map((each) => each.seq)

describe('phones of the sandbox page', () => {
  it('orders a thread by arrival, whatever the order of events', () => {
    expect(seqs([3, 1, 2].reduce((phones, seq) => withMessage(phones, message(seq)), empty))).toEqual([
      1, 2, 3,
    ])
  })

  it('takes a changed state in place of the old one', () => {
    const after = withMessage(withMessage(empty, message(1)), message(1, { state: 'delivered' }))
    expect(after.threads.get('+1')).toMatchObject([{ state: 'delivered' }])
  })

  it('an older message that changes is not the last one', () => {
    const after = withMessage(withMessage(withMessage(empty, message(1)), message(2)), message(1))
    expect(after.phones[0]?.lastMessage?.seq).toBe(2)
  })

  it('keeps what came in while the thread was fetched', () => {
    expect(seqs(withThread(withMessage(empty, message(3)), '+1', [message(1), message(2)]))).toEqual([
      1, 2, 3,
    ])
  })
})
