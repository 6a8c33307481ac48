import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
} from '../../test/build.ts'
import { buildSource } from '../../test/build-nodes.ts'
import { type HttpGraphqlRig, startHttpGraphqlRig } from '../../test/http-graphql-rig.ts'
import { creditWith } from '../../test/marketing-rig.ts'
import { creditSources } from '../campaigns/source-figures.ts'

let rig: HttpGraphqlRig
let account: BuiltAccount
let sourceId: string
beforeAll(async () => {
  rig = await startHttpGraphqlRig()
  account = await buildAccount(rig.world.owner)
  sourceId = await buildSource(rig.world.owner, account.accountId)
  const { profileId } = await buildConversation(rig.world.owner, account)
  await buildMessage(rig.world.owner, account, profileId, {
    kind: 'CAMPAIGN',
    source_id: sourceId,
    status: 'SENT',
  })
  rig.actors.set('support', agentOf(account.accountId, newId()))
})
afterAll(() => rig.close())

const figures = 'sentCount responseCount clickCount revenue { amount }'

test.each([
  ['in a thread', `{ conversations { nodes { messages { nodes { source { ${figures} } } } } } }`],
  ['in the list', `{ messageSources { nodes { ${figures} } } }`],
])('figures are fresh at every request, %s: they change without a word in the log', async (_, query) => {
  const { rows } = await rig.world.owner.query('select sent_count from message_sources where id = $1', [
    sourceId,
  ])
  for (const sent of [1, 2, 3, 4]) {
    await creditWith(rig.world, account, creditSources([{ sourceId, sent: 1 }]))
    const answer = await rig.ask(query)
    expect(JSON.stringify(answer)).toContain(`"sentCount":${rows[0].sent_count + sent},`)
  }
})
