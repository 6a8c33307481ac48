import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildProfile } from '../../test/build.ts'
import { type NotificationRig, openNotificationRig } from '../../test/notification-rig.ts'

let rig: NotificationRig
beforeAll(async () => {
  rig = await openNotificationRig()
})
afterAll(() => rig.world.close())

const from = '+14155550142'

describe('R35: which e-mails there are', () => {
  test('one for each new message to each address, however often the log is read', async () => {
    const account = await rig.account(['a@acme.example', 'b@acme.example'])
    await rig.text(account, from, 'Is the blue one back?', 'Hello?')
    expect(await rig.queue(account)).toBe(4)
    expect(await rig.queue(account)).toBe(0)
    const rows = await rig.rows(account)
    expect(rows.map(({ address, status }) => [address, status])).toEqual([
      ['a@acme.example', 'QUEUED'],
      ['a@acme.example', 'QUEUED'],
      ['b@acme.example', 'QUEUED'],
      ['b@acme.example', 'QUEUED'],
    ])
  })

  test('two workers that read the same log at once queue each once', async () => {
    const account = await rig.account(['a@acme.example'])
    await rig.text(account, from, '1', '2', '3')
    const queued = await Promise.all([rig.queue(account), rig.queue(account), rig.queue(account)])
    expect(queued.reduce((sum, one) => sum + one)).toBe(3)
    expect(await rig.rows(account)).toHaveLength(3)
  })

  test('R14: none for a keyword, R29: none for a blocked person', async () => {
    const account = await rig.account(['a@acme.example'])
    await buildProfile(rig.world.owner, account.accountId, { phone_number: from, blocked_at: new Date() })
    await rig.text(account, from, 'Answer me')
    await rig.text(account, '+14155550143', 'STOP', 'HELP')
    expect(await rig.queue(account)).toBe(0)
  })

  test('none while they are off, which they are by default, nor without addresses', async () => {
    const off = await rig.account(['a@acme.example'], { email_notifications_enabled: false })
    const nobody = await rig.account([])
    for (const account of [off, nobody]) {
      await rig.text(account, from, 'Is the blue one back?')
      expect(await rig.queue(account)).toBe(0)
    }
    const { rows } = await rig.world.owner.query(
      `select column_default from information_schema.columns where table_name = 'inbox_settings' and column_name = 'email_notifications_enabled'`,
    )
    expect(rows).toEqual([{ column_default: 'false' }])
  })

  test('R3: the addresses of one account hear nothing of another', async () => {
    const [mine, theirs] = [await rig.account(['a@mine.example']), await rig.account(['b@theirs.example'])]
    await rig.text(mine, from, 'For mine')
    await rig.queue(mine)
    await rig.queue(theirs)
    expect(await rig.rows(mine)).toHaveLength(1)
    expect(await rig.rows(theirs)).toEqual([])
  })
})
