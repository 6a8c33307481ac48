import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Carrier, CarrierUnavailable } from '../carrier.ts'
import { createPlivoCarrier } from './plivo-client.ts'

const query = {
  from: '+15550001000',
  to: '+14155550100',
  sentAfter: new Date('2026-11-23T12:00:00.250Z'),
  text: 'On its way',
}
const listed = {
  message_uuid: 'u-1',
  from_number: '15550001000',
  to_number: '14155550100',
  message_direction: 'outbound',
  message_type: 'sms',
  message_state: 'delivered',
  message_time: '2026-11-23 12:00:05.123456',
  error_code: null,
  units: 1,
}

let plivo: FastifyInstance
let carrier: Carrier
let asked: Record<string, string>[]
let answer: (offset: number) => { status?: number; headers?: Record<string, string>; body: unknown }

beforeEach(async () => {
  asked = []
  plivo = Fastify()
  plivo.get<{ Querystring: Record<string, string> }>('/v1/Account/MA/Message/', async (request, reply) => {
    asked.push(request.query)
    const { status = 200, headers = {}, body } = answer(Number(request.query.offset))
    return reply.code(status).headers(headers).send(body)
  })
  const apiUrl = await plivo.listen({ host: '127.0.0.1', port: 0 })
  carrier = createPlivoCarrier({ authId: 'MA', authToken: 'token', apiUrl, timeoutMs: 500 })
})
afterEach(async () => {
  await carrier.close()
  await plivo.close()
})

describe('R22: asking the carrier what it has', () => {
  test('asks by sender, person and time, in UTC, and gives what may be the message', async () => {
    answer = () => ({ body: { objects: [listed], meta: {} } })
    expect(await carrier.findSent(query)).toEqual([
      {
        carrierMessageId: 'u-1',
        status: 'delivered',
        units: 1,
        sentAt: new Date('2026-11-23T12:00:05.123Z'),
      },
    ])
    expect(asked).toEqual([
      {
        from_number: '+15550001000',
        to_number: '+14155550100',
        message_direction: 'outbound',
        message_time__gt: '2026-11-23 12:00:00.250000',
        limit: '20',
        offset: '0',
      },
    ])
  })

  test.each([
    ['of another length', { units: 2 }],
    ['to somebody else', { to_number: '14155550199' }],
    ['from another number', { from_number: '18885550100' }],
    ['that came in', { message_direction: 'inbound' }],
    ['from before', { message_time: '2026-11-23 11:59:59' }],
    ['from before, in another zone', { message_time: '2026-11-23 12:59:00+01:00' }],
  ])('leaves out a message %s', async (_, change) => {
    answer = () => ({
      body: {
        objects: [
          { ...listed, ...change },
          { ...listed, message_uuid: 'u-2' },
        ],
      },
    })
    expect((await carrier.findSent(query)).map((one) => one.carrierMessageId)).toEqual(['u-2'])
  })

  test('keeps one of the same second, in another zone, with numbers written with +, or with details unknown', async () => {
    const same = [
      { message_time: '2026-11-23 12:00:00' },
      { message_time: '2026-11-23 07:00:01-05:00' },
      { from_number: '+15550001000', to_number: '+14155550100', units: '1' },
      { units: null, message_state: 'novel', message_time: 'soon' },
      { message_type: 'mms', units: 3 },
    ]
    answer = () => ({
      body: { objects: same.map((change, i) => ({ ...listed, ...change, message_uuid: `u-${i}` })) },
    })
    expect(await carrier.findSent(query)).toHaveLength(same.length)
  })

  test('goes on through the pages', async () => {
    const full = Array.from({ length: 20 }, (_, i) => ({ ...listed, message_uuid: `u-${i}` }))
    answer = (offset) => ({ body: { objects: offset < 40 ? full : [listed] } })
    expect(await carrier.findSent(query)).toHaveLength(41)
    expect(asked.map((one) => one.offset)).toEqual(['0', '20', '40'])
  })
})

describe('an answer not had is no "none"', () => {
  test.each([
    ['too many look-ups', { status: 429, headers: { 'retry-after': '30' }, body: {} }, 30_000],
    ['trouble', { status: 500, body: { error: 'oops' } }, undefined],
    ['no list', { status: 200, body: { objects: 'none' } }, undefined],
  ])('%s', async (_, given, retryAfterMs) => {
    answer = () => given
    const failure = await carrier.findSent(query).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(CarrierUnavailable)
    expect(failure).toMatchObject({ retryAfterMs })
  })

  test('nobody there', async () => {
    await plivo.close()
    await expect(carrier.findSent(query)).rejects.toThrow('ECONNREFUSED')
  })
})
