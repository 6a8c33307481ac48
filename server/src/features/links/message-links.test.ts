import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId, toGlobalId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildUser,
  contextOf,
} from '../../test/build.ts'
import { type HttpGraphqlRig, startHttpGraphqlRig } from '../../test/http-graphql-rig.ts'
import { countClicks } from './actions/count-clicks.ts'
import { followLink } from './follow-link.ts'

let rig: HttpGraphqlRig
let account: BuiltAccount
let conversationId: string
beforeAll(async () => {
  rig = await startHttpGraphqlRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  vi.restoreAllMocks()
  account = await buildAccount(rig.world.owner)
  conversationId = toGlobalId(
    'Conversation',
    (await buildConversation(rig.world.owner, account, {}, { country: null })).conversationId,
  )
  rig.actors.set(
    'support',
    agentOf(account.accountId, await buildUser(rig.world.owner, account.accountId, 'OWNER'), 'OWNER'),
  )
  rig.executions = 0
})

const SEND = `mutation ($input: SendReplyInput!) { sendReply(input: $input) {
  message { id text segments links { id url target clicks firstClickedAt } }
  userErrors { code field }
} }`
interface Sent {
  message: {
    id: string
    text: string
    segments: number
    links: { id: string; url: string; target: string; clicks: number; firstClickedAt: string | null }[]
  } | null
  userErrors: { code: string; field: string[] }[]
}
const send = async (text: string, more: Record<string, unknown> = {}): Promise<Sent> =>
  (
    await rig.ask(SEND, {
      variables: { input: { conversationId, text, overrideWarnings: ['QUIET_HOURS'], ...more } },
    })
  ).sendReply as Sent
const THREAD =
  'query ($id: ID!) { conversation(id: $id) { messages(last: 50) { nodes { id text links { url clicks firstClickedAt } } } } }'
const thread = async () => {
  const { conversation } = (await rig.ask(THREAD, { variables: { id: conversationId } })) as {
    conversation: { messages: { nodes: { links: { url: string; clicks: number }[] }[] } }
  }
  return conversation.messages.nodes
}

describe('R34: the links of a reply', () => {
  test('stand in its text, are listed in its order, and can be found again', async () => {
    const { message, userErrors } = await send('https://shop.example/a, https://shop.example/b')
    expect(userErrors).toEqual([])
    expect(message?.text).toBe(message?.links.map(({ url }) => url).join(', '))
    expect(message?.links).toMatchObject([
      { target: 'https://shop.example/a', clicks: 0, firstClickedAt: null },
      { target: 'https://shop.example/b', clicks: 0, firstClickedAt: null },
    ])
    const id = message?.links[0]?.id
    expect(
      await rig.ask('query ($id: ID!) { node(id: $id) { __typename ... on ShortLink { target } } }', {
        variables: { id },
      }),
    ).toEqual({
      node: { __typename: 'ShortLink', target: 'https://shop.example/a' },
    })
    const other = await buildAccount(rig.world.owner)
    rig.actors.set('theirs', agentOf(other.accountId, newId()))
    expect(
      await rig.ask('query ($id: ID!) { node(id: $id) { id } }', { variables: { id }, as: 'theirs' }),
    ).toEqual({ node: null })
  })

  test('stay long where the reply says so', async () => {
    const { message } = await send('https://shop.example/a', { shortenLinks: false })
    expect(message).toMatchObject({ text: 'https://shop.example/a', links: [] })
  })

  test('R22: a reply that comes twice has them once, and another word on them is another reply', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => send('https://shop.example/a', { idempotencyKey: 'k1' })),
    )
    expect(one).toEqual(two)
    const { rows } = await rig.world.owner.query(
      'select count(*)::int as n from short_links where account_id = $1',
      [account.accountId],
    )
    expect(rows).toEqual([{ n: 1 }])
    const other = await send('https://shop.example/a', { idempotencyKey: 'k1', shortenLinks: false })
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }])
  })

  test('are in answers that are kept, and a click makes a fresh one', async () => {
    const { message } = await send('https://shop.example/a')
    const slug = message?.links[0]?.url.split('/').at(-1) ?? ''
    for (const _time of [1, 2, 3]) expect((await thread())[0]?.links[0]).toMatchObject({ clicks: 0 })
    const executed = rig.executions
    await thread()
    expect(rig.executions).toBe(executed)
    await followLink(rig.world.db, { slug, host: '', isPerson: true, tellsLanguages: true })
    await countClicks(contextOf(rig.world.db, account.accountId))
    expect((await thread())[0]?.links[0]).toMatchObject({ clicks: 1, firstClickedAt: expect.any(String) })
  })

  test('cost a thread without any no look-up, and one with many a single one', async () => {
    for (let n = 0; n < 3; n++) await send(`Plain ${n}`)
    const reads = vi.spyOn(rig.world.db.pool, 'connect')
    const plain = async () => {
      reads.mockClear()
      await rig.ask(`${THREAD} #${newId()}`, { variables: { id: conversationId } })
      return reads.mock.calls.length
    }
    const without = await plain()
    for (let n = 0; n < 3; n++) await send(`https://shop.example/${n}`)
    expect(await plain()).toBe(without + 1)
  })
})

describe('R23: coupons by the API', () => {
  const UPSERT = `mutation ($input: CouponInput!) { upsertCoupon(input: $input) { coupon { id name type code available } addedCodes duplicateCodes userErrors { code field } } }`
  const upsert = async (input: Record<string, unknown>) =>
    (await rig.ask(UPSERT, { variables: { input } })).upsertCoupon as Record<string, unknown>

  test('are made, listed by name with what is left, and found again', async () => {
    expect(await upsert({ name: 'VIP', type: 'UNIQUE', codes: ['V1', 'V2', 'V2'] })).toMatchObject({
      coupon: { name: 'VIP', type: 'UNIQUE', code: null, available: 2 },
      addedCodes: 2,
      duplicateCodes: 1,
      userErrors: [],
    })
    await upsert({ name: 'HI', type: 'STATIC', code: 'HELLO10' })
    await send("{% coupon_code 'VIP' %}")
    expect(await rig.ask('{ coupons { name type code available } }')).toEqual({
      coupons: [
        { name: 'HI', type: 'STATIC', code: 'HELLO10', available: null },
        { name: 'VIP', type: 'UNIQUE', code: null, available: 1 },
      ],
    })
  })

  test('refused ones tell why, with the path', async () => {
    expect(await upsert({ name: 'VIP', type: 'UNIQUE', codes: ['V1', 'V 2'] })).toEqual({
      coupon: null,
      addedCodes: 0,
      duplicateCodes: 0,
      userErrors: [{ code: 'CODE_INVALID', field: ['input', 'codes', '1'] }],
    })
  })

  test('in a reply come out as codes; one that can’t be refuses it whole', async () => {
    await upsert({ name: 'VIP', type: 'UNIQUE', codes: ['V1'] })
    expect((await send("Use {% coupon_code 'VIP' %}!")).message).toMatchObject({
      text: 'Use V1!',
      segments: 1,
    })
    const before = await thread()
    for (const [text, code] of [
      ["{% coupon_code 'NOPE' %} https://shop.example/a", 'COUPON_NOT_FOUND'],
      ['{% coupon_code VIP %}', 'COUPON_MALFORMED'],
      [`{% coupon_code 'VIP' %}${'a'.repeat(1_600)}`, 'TEXT_TOO_LONG'],
    ])
      expect(await send(text ?? '')).toEqual({
        message: null,
        userErrors: [{ code, field: ['input', 'text'] }],
      })
    expect(await thread()).toEqual(before)
  })

  test('R3: another account’s do not exist', async () => {
    await upsert({ name: 'MINE', type: 'STATIC', code: 'M1' })
    const other = await buildAccount(rig.world.owner)
    rig.actors.set('theirs', agentOf(other.accountId, newId(), 'OWNER'))
    expect(await rig.ask('{ coupons { name } }', { as: 'theirs' })).toEqual({ coupons: [] })
    expect(
      await rig.ask(UPSERT, {
        variables: { input: { name: 'MINE', type: 'STATIC', code: 'T1' } },
        as: 'theirs',
      }),
    ).toMatchObject({ upsertCoupon: { userErrors: [] } })
    expect(await rig.ask('{ coupons { code } }')).toEqual({ coupons: [{ code: 'M1' }] })
  })
})
