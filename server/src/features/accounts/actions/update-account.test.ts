import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, contextOf, openWorld, type World } from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import type { AccountFields } from '../account-input.ts'
import { updateAccount } from './update-account.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const update = (input: AccountFields) =>
  pushEqualsRefetch(world.db, account.accountId, () =>
    updateAccount(contextOf(world.db, account.accountId), input),
  )
const stored = async (): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from accounts where id = $1', [account.accountId])).rows[0]

const everything: AccountFields = {
  name: ' Borealis Tea ',
  organizationPrefix: 'Borealis',
  contactEmail: 'hello@borealis.example',
  timeZone: 'asia/kathmandu',
  attributionWindowHours: 720,
}
const kept = {
  name: 'Borealis Tea',
  organization_prefix: 'Borealis',
  contact_email: 'hello@borealis.example',
  time_zone: 'Asia/Kathmandu',
  attribution_window_hours: 720,
}

describe('what is said of an account', () => {
  test('is changed all at once, and pushed', async () => {
    const { entries } = await update(everything)
    expect(await stored()).toMatchObject(kept)
    expect(entries.map(({ kind }) => kind)).toEqual(['SETTINGS_CHANGED'])
  })

  test('stays where it is left out or null, but the contact, which null takes away', async () => {
    await update(everything)
    await update({ name: null, organizationPrefix: null, timeZone: null, attributionWindowHours: null })
    expect(await stored()).toMatchObject(kept)
    await update({ contactEmail: null })
    expect(await stored()).toMatchObject({ ...kept, contact_email: null })
    await update({ contactEmail: 'again@borealis.example' })
    await update({ contactEmail: ' ' })
    expect(await stored()).toMatchObject({ ...kept, contact_email: null })
  })

  test('is not pushed when nothing changed', async () => {
    await update(everything)
    expect((await update(everything)).entries).toEqual([])
    expect((await update({})).entries).toEqual([])
  })

  test.each(['Etc/GMT+12', 'Pacific/Kiritimati', 'Asia/Kolkata', 'UTC', 'US/Eastern'])(
    'takes the zone %s',
    async (timeZone) => {
      await update({ timeZone })
      expect(await stored()).toMatchObject({ time_zone: timeZone })
    },
  )
})

describe('what is refused, with nothing of it stored', () => {
  test.each<[AccountFields, string, string]>([
    [{ name: '' }, 'NAME_REQUIRED', 'name'],
    [{ name: ' \n ' }, 'NAME_REQUIRED', 'name'],
    [{ name: 'x'.repeat(101) }, 'NAME_INVALID', 'name'],
    [{ name: 'Acme\nOutfitters' }, 'NAME_INVALID', 'name'],
    [{ name: 'Acme\0' }, 'NAME_INVALID', 'name'],
    [{ organizationPrefix: ' ' }, 'PREFIX_REQUIRED', 'organizationPrefix'],
    [{ organizationPrefix: 'x'.repeat(51) }, 'PREFIX_INVALID', 'organizationPrefix'],
    [{ organizationPrefix: 'Ac\u2028me' }, 'PREFIX_INVALID', 'organizationPrefix'],
    [{ organizationPrefix: 'Ac\uD83Dme' }, 'PREFIX_INVALID', 'organizationPrefix'],
    [{ contactEmail: 'robin' }, 'EMAIL_INVALID', 'contactEmail'],
    [{ contactEmail: 'a@b.example\nBcc: c@d.example' }, 'EMAIL_INVALID', 'contactEmail'],
    [{ timeZone: '' }, 'TIME_ZONE_INVALID', 'timeZone'],
    [{ timeZone: 'Mars/Olympus' }, 'TIME_ZONE_INVALID', 'timeZone'],
    [{ timeZone: '+05:30' }, 'TIME_ZONE_INVALID', 'timeZone'],
    [{ timeZone: '../../etc/passwd' }, 'TIME_ZONE_INVALID', 'timeZone'],
    [{ attributionWindowHours: 0 }, 'ATTRIBUTION_WINDOW_INVALID', 'attributionWindowHours'],
    [{ attributionWindowHours: -1 }, 'ATTRIBUTION_WINDOW_INVALID', 'attributionWindowHours'],
    [{ attributionWindowHours: 721 }, 'ATTRIBUTION_WINDOW_INVALID', 'attributionWindowHours'],
  ])('%j: %s', async (input, code, field) => {
    const before = await stored()
    await expect(update({ contactEmail: 'fine@acme.example', ...input })).rejects.toMatchObject({
      items: [{ code, field: ['input', field] }],
    })
    expect(await stored()).toEqual(before)
  })

  test('everything that is wrong is said at once', async () => {
    const wrong = {
      name: '',
      organizationPrefix: '',
      contactEmail: 'x',
      timeZone: 'x',
      attributionWindowHours: 0,
    }
    await expect(update(wrong)).rejects.toMatchObject({
      items: [
        { code: 'NAME_REQUIRED' },
        { code: 'PREFIX_REQUIRED' },
        { code: 'EMAIL_INVALID' },
        { code: 'TIME_ZONE_INVALID' },
        { code: 'ATTRIBUTION_WINDOW_INVALID' },
      ],
    })
  })
})
