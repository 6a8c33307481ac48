import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  contextOf,
  insert,
  openWorld,
  type World,
} from '../../../test/build.ts'
import type { InboxSettingsInput } from '../inbox-settings-mutations.graphql.ts'
import { updateInboxSettings } from './update-inbox-settings.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const update = (input: InboxSettingsInput) =>
  updateInboxSettings(contextOf(world.db, account.accountId), input, 'parley.test:4000')
const stored = async (): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from inbox_settings where account_id = $1', [account.accountId])).rows[0]

const template = ['input', 'autoResponder', 'template']
const address = (index: number) => ['input', 'emailNotifications', 'addresses', `${index}`]
const keyword = (index: number) => ['input', 'subscribeKeywords', `${index}`]
const addresses = (...list: string[]): InboxSettingsInput => ({ emailNotifications: { addresses: list } })
const keywords = (...list: string[]): InboxSettingsInput => ({ subscribeKeywords: list })
const templateOf = (text: string): InboxSettingsInput => ({ autoResponder: { template: text } })
const linkDomain = ['input', 'linkDomain']

const refused: [InboxSettingsInput, string, string[]][] = [
  [templateOf('x'.repeat(1_601)), 'TEMPLATE_TOO_LONG', template],
  [templateOf(`${'ü'.repeat(700)}…${'{{ organization.prefix }}'.repeat(3)}`), 'TEXT_TOO_LONG', template],
  [templateOf('Hi\0'), 'TEXT_INVALID', template],
  [templateOf('Hi \uD83D'), 'TEXT_INVALID', template],
  [templateOf('Hi {{ profile.phone }}'), 'TEMPLATE_VARIABLE_UNKNOWN', template],
  [templateOf('Hi {{ profile.name'), 'TEMPLATE_INVALID', template],
  [templateOf("{% include 'x' %}"), 'TEMPLATE_INVALID', template],
  [templateOf("Take {% coupon_code 'NOBODY' %}"), 'COUPON_NOT_FOUND', template],
  [templateOf("Take {% coupon_code 'EACH' %}"), 'COUPON_UNIQUE', template],
  ...[
    'https://go.acme.example',
    'go.acme.example/l',
    'go.acme.example?x',
    'go.acme.example#x',
    'go.acme.example:8080',
    'acme',
    '10.0.0.1',
    '[::1]',
    'go.acme.example.',
    '-go.acme.example',
    'go..acme.example',
    'go acme.example',
    'user@acme.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
    'go.acme.example\r\nHost: x',
  ].map((host): [InboxSettingsInput, string, string[]] => [
    { linkDomain: host },
    'LINK_DOMAIN_INVALID',
    linkDomain,
  ]),
  ...[
    'robin',
    'robin@',
    '@acme.example',
    'robin@acme',
    'robin@acme.example, eve@acme.example',
    'Robin <robin@acme.example>',
    'robin@acme.example\r\nBcc: eve@acme.example',
    'robin@acme.example\0',
    `${'r'.repeat(250)}@acme.example`,
    '',
  ].map((given): [InboxSettingsInput, string, string[]] => [
    addresses('ok@acme.example', given),
    'EMAIL_INVALID',
    address(1),
  ]),
  [
    addresses(...Array.from({ length: 101 }, (_, index) => `a${index}@acme.example`)),
    'TOO_MANY_ADDRESSES',
    ['input', 'emailNotifications', 'addresses'],
  ],
  ...['', '  ', '!?', '🎉', 'x'.repeat(26), 'a\uD83D'].map(
    (given): [InboxSettingsInput, string, string[]] => [
      keywords('JOIN', given),
      'KEYWORD_INVALID',
      keyword(1),
    ],
  ),
  ...[
    'stop',
    'Opt-out',
    'ＳＴＯＰ',
    'stop sale',
    'cancel',
    'START',
    'unstop',
    'Yes',
    'y',
    'help',
    'info!',
  ].map((given): [InboxSettingsInput, string, string[]] => [keywords(given), 'KEYWORD_TAKEN', keyword(0)]),
  [
    keywords(...Array.from({ length: 21 }, (_, index) => `DEAL${index}`)),
    'TOO_MANY_KEYWORDS',
    ['input', 'subscribeKeywords'],
  ],
]

describe('what is refused, with nothing of it stored', () => {
  test.each(refused)('%j: %s', async (input, code, field) => {
    await insert(world.owner, 'coupons', {
      id: newId(),
      account_id: account.accountId,
      name: 'EACH',
      type: 'UNIQUE',
    })
    const before = await stored()
    await expect(update({ ...input, shortenLinks: false })).rejects.toMatchObject({
      items: [{ code, field, message: expect.stringMatching(/\.$|example$/) }],
    })
    expect(await stored()).toEqual(before)
  })

  test('everything that is wrong is said at once', async () => {
    const wrong = {
      ...templateOf('Hi {{ profile.phone }}'),
      linkDomain: 'acme',
      ...addresses('robin', 'ok@acme.example', 'eve@'),
      ...keywords('STOP', 'OK', ''),
    }
    await expect(update(wrong)).rejects.toMatchObject({
      items: [
        { code: 'TEMPLATE_VARIABLE_UNKNOWN' },
        { code: 'LINK_DOMAIN_INVALID' },
        { code: 'EMAIL_INVALID', field: address(0) },
        { code: 'EMAIL_INVALID', field: address(2) },
        { code: 'KEYWORD_TAKEN', field: keyword(0) },
        { code: 'KEYWORD_INVALID', field: keyword(2) },
      ],
    })
  })
})
