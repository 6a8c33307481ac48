import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, openWorld, type World } from '../../test/build.ts'
import { inboundParams, startWebhooks, type WebhookRig } from '../../test/webhook-rig.ts'

let world: World
let rig: WebhookRig
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld()
  account = await buildAccount(world.owner)
  rig = await startWebhooks(world.db)
})
afterAll(async () => {
  await rig.close()
  await world.close()
})

const ada = '+14155550101'
const select = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await world.owner.query(text, values)).rows
const stored = async (params: Record<string, string>): Promise<string[]> =>
  (
    await select<{ text: string }>('select text from messages where carrier_message_id = $1', [
      params.MessageUUID,
    ])
  ).map((row) => row.text)
const params = (text: string, more?: Record<string, string>) => inboundParams(account.number, ada, text, more)

describe('R43: an inbound webhook', () => {
  test.each([
    ['POST', 'V3', { method: 'POST', v3: true }],
    ['POST', 'V2', { method: 'POST', v3: false }],
    ['GET', 'V3', { method: 'GET', v3: true }],
    ['GET', 'V2', { method: 'GET', v3: false }],
    [
      'POST with a query',
      'V3',
      { method: 'POST', v3: true, path: '/webhooks/plivo/inbound?tenant=acme&b=2' },
    ],
  ] as const)(
    'by %s, signed by %s, is stored before it is answered, with nothing in the answer',
    async (_m, _s, how) => {
      const call = params('Hi there 😀 & more + 100% = ü')
      expect(await rig.call(call, how)).toMatchObject({ status: 200, body: '' })
      expect(await stored(call)).toEqual(['Hi there 😀 & more + 100% = ü'])
      expect(
        await select('select outcome, account_id from carrier_journal where carrier_message_id = $1', [
          call.MessageUUID,
        ]),
      ).toEqual([{ outcome: 'DONE', account_id: account.accountId }])
    },
  )

  test.each([
    ['a NUL', 'a\0b', 'a␀b'],
    ['half an emoji', 'a\uD83D b', 'a\uFFFD b'],
    ['every plane', '中é🏳️‍🌈\u202Eabc\uFFFE', '中é🏳️‍🌈\u202Eabc\uFFFE'],
    ['quotes and JSON', `'"\\ {"a":[1]}\n$1 %s`, `'"\\ {"a":[1]}\n$1 %s`],
    ['nothing', '', ''],
  ])('with %s in its text is taken', async (_, text, kept) => {
    const call = params(text)
    expect((await rig.call(call)).status).toBe(200)
    expect(await stored(call)).toEqual([kept])
  })

  test('with media and no text is taken, the attachments counted', async () => {
    const call = params('', {
      Type: 'mms',
      Media0: 'https://media.plivo.com/a.jpg',
      Media1: 'https://media.plivo.com/b.gif',
    })
    delete call.Text
    expect((await rig.call(call)).status).toBe(200)
    expect(
      await select('select text, hidden_media_count from messages where carrier_message_id = $1', [
        call.MessageUUID,
      ]),
    ).toEqual([{ text: '', hidden_media_count: 2 }])
  })

  test('that comes again, later or at the same time, is answered 2xx and stored once', async () => {
    const call = params('Once')
    const answers = await Promise.all(Array.from({ length: 6 }, () => rig.call(call)))
    answers.push(await rig.call(call, { method: 'GET' }))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
    expect(await stored(call)).toEqual(['Once'])
    expect(
      await select(
        'select outcome, count(*)::int as n from carrier_journal where carrier_message_id = $1 group by 1 order by 1',
        [call.MessageUUID],
      ),
    ).toEqual([
      { outcome: 'DONE', n: 1 },
      { outcome: 'DUPLICATE', n: 6 },
    ])
  })
})

describe('R43: what is refused leaves no trace but a counted, redacted note', () => {
  const counts = async () => {
    const [row] = await select<{ journal: number; messages: number }>(
      'select (select count(*)::int from carrier_journal) as journal, (select count(*)::int from messages) as messages',
    )
    return row
  }
  const refused = () =>
    select<{ reason: string; count: string; last_note: string }>(
      `select reason, count, last_note from refused_webhooks where route = 'inbound' order by reason`,
    )

  test('403 for a signature of another token, of another method’s form, or none', async () => {
    const before = await counts()
    expect((await rig.call(params('Forged'), { token: 'ANOTHER' })).status).toBe(403)
    expect((await rig.call(params('Forged'), { token: 'ANOTHER', method: 'GET', v3: false })).status).toBe(
      403,
    )
    expect(await rig.post('application/x-www-form-urlencoded', 'MessageUUID=x&From=1&To=2&Text=Forged')).toBe(
      403,
    )
    expect(await counts()).toEqual(before)
    expect(await refused()).toMatchObject([{ reason: 'SIGNATURE', count: '3' }])
  })

  test.each([
    ['MessageUUID', { MessageUUID: '' }],
    ['From', { From: 'not-a-number' }],
    ['To', { To: '' }],
  ])('400 for a malformed one, naming %s and not its value', async (field, wrong) => {
    const before = await counts()
    const answer = await rig.call({ ...params('Secret words'), ...wrong })
    expect(answer.status).toBe(400)
    expect(answer.body).toContain(field)
    expect(await counts()).toEqual(before)
    const [malformed] = await refused()
    expect(malformed?.reason).toBe('MALFORMED')
    expect(malformed?.last_note).toContain(field)
    expect(malformed?.last_note).not.toMatch(/Secret|not-a-number|4155550101/)
  })

  test('413 for one that is too large, 415 for one that is no form', async () => {
    const before = await counts()
    expect(await rig.post('application/x-www-form-urlencoded', `Text=${'a'.repeat(70_000)}`)).toBe(413)
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expect(await rig.post(type, '{"Text":"Hi"}'), type).toBe(415)
    expect(await counts()).toEqual(before)
  })
})
