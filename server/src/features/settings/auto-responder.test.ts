import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { agentOf, type BuiltAccount, buildAccount, buildUser, insert } from '../../test/build.ts'
import { startGraphqlRig } from '../../test/graphql-rig.ts'

const rig = await startGraphqlRig()
const { world } = rig
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
  await world.owner.query(`update accounts set contact_email = 'help@acme.test' where id = $1`, [
    account.accountId,
  ])
})
afterAll(() => rig.close())

const agent = async () => agentOf(account.accountId, await buildUser(world.owner, account.accountId))
const measure = 'encoding segments remaining length text problems { code field }'

const preview = async (template: string) => {
  const query = `query ($template: String!) { previewAutoResponder(template: $template) { ${measure} } }`
  const data = await rig.get(await agent(), query, { template })
  return data.previewAutoResponder
}
const coupon = (name: string, columns: Record<string, unknown>) =>
  insert(world.owner, 'coupons', { id: newId(), account_id: account.accountId, name, ...columns })

describe('R33: the preview of the auto-responder', () => {
  test('is the answer to somebody, and its size', async () => {
    const template = 'Hi {{ profile.name }}, {{ organization.prefix }} here: {{ organization.email }}'
    await world.owner.query('update inbox_settings set auto_responder_template = $2 where account_id = $1', [
      account.accountId,
      template,
    ])
    const { settings } = await rig.get(
      await agent(),
      `{ settings { autoResponder { template preview { ${measure} } } } }`,
    )
    const text = 'Hi Alex Morgan, Acme Outfitters here: help@acme.test'
    const size = { encoding: 'GSM7', segments: 1, remaining: 160 - text.length, length: text.length }
    expect(settings).toEqual({ autoResponder: { template, preview: { ...size, text, problems: [] } } })
    expect(await preview(template)).toEqual({ ...size, text, problems: [] })
  })

  test('of an empty template, as it is at first, is an empty text with nothing wrong', async () => {
    const { settings } = await rig.get(
      await agent(),
      `{ settings { autoResponder { audience preview { ${measure} } } } }`,
    )
    expect(settings).toEqual({
      autoResponder: {
        audience: 'ALL_PROFILES',
        preview: { encoding: 'GSM7', segments: 0, remaining: 160, length: 0, text: '', problems: [] },
      },
    })
  })

  test('R24: counts what is sent: a static coupon’s code, and short links', async () => {
    await coupon('HELLO', { type: 'STATIC', code: 'HELLO10' })
    const { text, problems } = (await preview(
      "{% coupon_code 'HELLO' %} https://acme.test/a/very/long/way/to/the/shop",
    )) as { text: string; problems: unknown[] }
    expect(text).toMatch(/^HELLO10 http:\/\/parley\.test\/l\/x+$/)
    expect(problems).toEqual([])
  })

  test.each([
    ['{{ profile.phone }}', 'TEMPLATE_VARIABLE_UNKNOWN'],
    ['{{ profile.name', 'TEMPLATE_INVALID'],
    ["{% render 'x' %}", 'TEMPLATE_INVALID'],
    ['x'.repeat(1_601), 'TEMPLATE_TOO_LONG'],
    ['ü…'.repeat(400), 'TEXT_TOO_LONG'],
    ['a\0b', 'TEXT_INVALID'],
    ["{% coupon_code 'NOBODY' %}", 'COUPON_NOT_FOUND'],
    ["Take {% coupon_code 'EACH' %}", 'COUPON_UNIQUE'],
  ])('says what is wrong: %#', async (template, code) => {
    const id = await coupon('EACH', { type: 'UNIQUE', available: 1 })
    await insert(world.owner, 'coupon_codes', {
      account_id: account.accountId,
      coupon_id: id,
      code: 'ONLY1',
      position: 1,
    })
    const { problems } = (await preview(template)) as { problems: unknown }
    expect(problems).toEqual([{ code, field: ['template'] }])
  })

  test('R3: of a coupon of another account says that there is none', async () => {
    await coupon('HELLO', { type: 'STATIC', code: 'HELLO10' })
    account = await buildAccount(world.owner)
    const { problems } = (await preview("{% coupon_code 'HELLO' %}")) as { problems: unknown }
    expect(problems).toMatchObject([{ code: 'COUPON_NOT_FOUND' }])
  })
})
