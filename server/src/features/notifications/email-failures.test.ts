import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { agentOf, buildAccount, insert } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
beforeAll(async () => {
  rig = await startGraphqlRig()
})
afterAll(() => rig.close())

const QUERY = '{ settings { emailNotifications { failures { address at reason mayHaveArrived } } } }'

const give = (accountId: string, columns: Record<string, unknown>) =>
  insert(rig.world.owner, 'email_notifications', {
    id: newId(),
    account_id: accountId,
    message_id: newId(),
    address: 'robin@acme.example',
    ...columns,
  })

test('R35: what was given up shows in the settings of its account alone, the newest first (R3)', async () => {
  const { owner } = rig.world
  const [mine, theirs] = [await buildAccount(owner), await buildAccount(owner)]
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute))
  await give(mine.accountId, { status: 'FAILED', settled_at: at(1), reason: '550 no such mailbox' })
  await give(mine.accountId, { status: 'UNKNOWN', settled_at: at(2), reason: 'Timeout' })
  await give(mine.accountId, { status: 'SENT', settled_at: at(3) })
  await give(mine.accountId, {})
  const of = (accountId: string) => rig.get(agentOf(accountId, newId(), 'SUPPORT'), QUERY)
  expect(await of(mine.accountId)).toEqual({
    settings: {
      emailNotifications: {
        failures: [
          { address: 'robin@acme.example', at: at(2).toISOString(), reason: 'Timeout', mayHaveArrived: true },
          {
            address: 'robin@acme.example',
            at: at(1).toISOString(),
            reason: '550 no such mailbox',
            mayHaveArrived: false,
          },
        ],
      },
    },
  })
  expect(await of(theirs.accountId)).toEqual({ settings: { emailNotifications: { failures: [] } } })
})

test('it shows twenty of them', async () => {
  const { accountId } = await buildAccount(rig.world.owner)
  for (let one = 0; one < 25; one++) await give(accountId, { status: 'FAILED', settled_at: new Date() })
  const { settings } = (await rig.get(agentOf(accountId, newId()), QUERY)) as {
    settings: { emailNotifications: { failures: unknown[] } }
  }
  expect(settings.emailNotifications.failures).toHaveLength(20)
})
