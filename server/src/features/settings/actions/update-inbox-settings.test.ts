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
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import type { InboxSettingsInput } from '../inbox-settings-mutations.graphql.ts'
import { updateInboxSettings } from './update-inbox-settings.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const update = (input: InboxSettingsInput) =>
  pushEqualsRefetch(world.db, account.accountId, () =>
    updateInboxSettings(contextOf(world.db, account.accountId), input, 'parley.test:4000'),
  )
const stored = async (): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from inbox_settings where account_id = $1', [account.accountId])).rows[0]

/** One of everything, none of it the default. */
const everything: InboxSettingsInput = {
  autoResponder: { audience: 'NON_CONSENTED_ONLY', template: '{{ organization.prefix }}: back at nine.' },
  shortenLinks: false,
  linkDomain: 'Go.Acme.example',
  emailNotifications: { enabled: true, addresses: ['robin@acme.example', 'Ava@acme.example'] },
  unreadIndicator: false,
  showInboundMedia: true,
  optOutMatching: 'EXACT',
  subscribeKeywords: ['Join', 'deals 24'],
  carrierConfirmsOptOut: false,
}
const kept = {
  auto_responder_audience: 'NON_CONSENTED_ONLY',
  auto_responder_template: '{{ organization.prefix }}: back at nine.',
  shorten_links: false,
  link_domain: 'go.acme.example',
  email_notifications_enabled: true,
  email_notification_addresses: ['robin@acme.example', 'Ava@acme.example'],
  unread_indicator: false,
  show_inbound_media: true,
  opt_out_matching: 'EXACT',
  subscribe_keywords: ['JOIN', 'DEALS 24'],
  carrier_confirms_opt_out: false,
}

describe('R33–R36: settings', () => {
  test('are changed all at once, and pushed', async () => {
    const { entries } = await update(everything)
    expect(await stored()).toMatchObject(kept)
    expect(entries.map(({ kind }) => kind)).toEqual(['SETTINGS_CHANGED'])
  })

  test('what is left out or null stays', async () => {
    await update(everything)
    const absent = { autoResponder: { audience: null }, emailNotifications: null, shortenLinks: null }
    const { entries } = await update({ ...absent, optOutMatching: 'SMART' })
    expect(await stored()).toMatchObject({ ...kept, opt_out_matching: 'SMART' })
    expect(entries).toHaveLength(1)
  })

  test('nothing is pushed when nothing changed', async () => {
    await update(everything)
    expect((await update(everything)).entries).toEqual([])
    expect((await update({})).entries).toEqual([])
    expect((await update({ autoResponder: {}, emailNotifications: {} })).entries).toEqual([])
  })

  test('lists and texts can be emptied', async () => {
    await update(everything)
    await update({
      subscribeKeywords: [],
      emailNotifications: { addresses: [] },
      autoResponder: { template: '' },
    })
    expect(await stored()).toMatchObject({
      subscribe_keywords: [],
      email_notification_addresses: [],
      auto_responder_template: '',
    })
  })

  test.each([null, '', ' ', 'parley.test:4000', 'PARLEY.test:4000'])(
    'R34: %j is the server’s own link domain',
    async (linkDomain) => {
      await update({ linkDomain: 'go.acme.example' })
      await update({ linkDomain })
      expect(await stored()).toMatchObject({ link_domain: '' })
    },
  )

  test('a link domain in another alphabet is kept as DNS has it', async () => {
    await update({ linkDomain: 'läden.example' })
    expect(await stored()).toMatchObject({ link_domain: 'xn--lden-loa.example' })
  })

  test('R35: an address that comes twice, in any case, is kept once; R13: so is a keyword in another dress', async () => {
    await update({
      emailNotifications: { addresses: ['Robin@acme.example', ' robin@ACME.example ', 'ava@acme.example'] },
      subscribeKeywords: ['deals', ' DEALS! ', 'ｄｅａｌｓ', 'De-als', 'вступить'],
    })
    expect(await stored()).toMatchObject({
      email_notification_addresses: ['Robin@acme.example', 'ava@acme.example'],
      subscribe_keywords: ['DEALS', 'ВСТУПИТЬ'],
    })
  })

  test('R33: a static coupon may stand in the template', async () => {
    await insert(world.owner, 'coupons', {
      id: newId(),
      account_id: account.accountId,
      name: 'HELLO',
      type: 'STATIC',
      code: 'HI10',
    })
    const template = "Take {% coupon_code 'HELLO' %}"
    await update({ autoResponder: { template } })
    expect(await stored()).toMatchObject({ auto_responder_template: template })
  })
})

test('two who change different settings at once both have their way', async () => {
  const ctx = () => contextOf(world.db, account.accountId)
  await Promise.all([
    updateInboxSettings(ctx(), { shortenLinks: false }, 'parley.test'),
    updateInboxSettings(ctx(), { unreadIndicator: false }, 'parley.test'),
  ])
  expect(await stored()).toMatchObject({ shorten_links: false, unread_indicator: false })
})

test('R3: settings of another account stay', async () => {
  const other = await buildAccount(world.owner)
  await update(everything)
  const { rows } = await world.owner.query('select * from inbox_settings where account_id = $1', [
    other.accountId,
  ])
  expect(rows[0]).toMatchObject({ shorten_links: true, link_domain: '', subscribe_keywords: ['JOIN'] })
})
