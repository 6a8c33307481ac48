import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, apiScopes } from '../../platform/auth/actor.ts'
import { newId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  contextOf,
  openWorld,
  type World,
} from '../../test/build.ts'
import { buildApiKey } from '../../test/build-nodes.ts'
import type { Listening } from '../../test/live-client.ts'
import { type LiveProcess, startLiveProcess, takeTexts } from '../../test/live-rig.ts'
import { recordConsents } from './actions/record-consents.ts'

const ada = '+14155550101'
let world: World
let process: LiveProcess
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(4)
  process = await startLiveProcess(world)
  account = await buildAccount(world.owner, { settings: { carrier_confirms_opt_out: false } })
})
afterAll(async () => {
  await process.close()
  await world.close()
})

const COMPOSERS = `subscription {
  inboxChanged { kind conversation { possibleOptOut replyGate { reasons } } profile { consent { state } } }
}`
interface Composer {
  kind: string
  conversation: { possibleOptOut: boolean; replyGate: { reasons: string[] } } | null
}
const composers = ({ heard }: Pick<Listening, 'heard'>): Composer[] =>
  heard.flatMap(({ data }) => (data?.inboxChanged ? [data.inboxChanged as Composer] : []))
/** Resolves once the agent's composer shows this. */
const shows = (listening: Listening, reasons: string[], possibleOptOut = false) =>
  listening.until((now) => {
    const last = composers(now).at(-1)?.conversation
    return last && last.replyGate.reasons.join() === reasons.join() && last.possibleOptOut === possibleOptOut
  })

test('R6: composers follow consent live, whoever changes it: texts, integrators, and back', async () => {
  await takeTexts(process.db, account, ada, 'Hello?')
  const client = process.connect(agentOf(account.accountId, newId()))
  const listening = client.listen(COMPOSERS)
  await listening.until((now) => composers(now).some(({ kind }) => kind === 'READY'))

  const apiKeyId = await buildApiKey(world.owner, account.accountId, [...apiScopes])
  const key: Actor = { kind: 'apiKey', accountId: account.accountId, apiKeyId, scopes: [...apiScopes] }
  const record = (state: 'SUBSCRIBED' | 'UNSUBSCRIBED', at?: string) =>
    recordConsents(contextOf(process.db, account.accountId, key), [
      { phoneNumber: ada, state, evidence: 'Preference page', at },
    ])
  await record('SUBSCRIBED')
  await shows(listening, [])
  await takeTexts(process.db, account, ada, 'Can I cancel this?')
  await shows(listening, [], true)
  await record('UNSUBSCRIBED')
  await shows(listening, ['OPTED_OUT'])
  await takeTexts(process.db, account, ada, 'JOIN')
  await takeTexts(process.db, account, ada, 'YES')
  await shows(listening, [])
  await takeTexts(process.db, account, ada, 'STOP')
  await shows(listening, ['OPTED_OUT'])
  await record('SUBSCRIBED', new Date(Date.now() + 1_000).toISOString())
  await shows(listening, [])
  expect(composers(listening).every(({ kind }) => kind !== 'RESYNC')).toBe(true)
})
