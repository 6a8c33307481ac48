import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { createKeepable } from '../../platform/graphql/keepable.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
} from '../../test/build.ts'
import { buildMedia } from '../../test/build-media.ts'
import { startGraphqlRig } from '../../test/graphql-rig.ts'
import { recordSentMessages } from '../ingestion/actions/record-sent-messages.ts'

const rig = await startGraphqlRig()
const { world } = rig
afterAll(() => rig.close())

let account: BuiltAccount
let actor: Actor
let profileId: string
let conversationId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  actor = agentOf(account.accountId, newId())
  const built = await buildConversation(world.owner, account, {}, { phone_number: '+14155550101' })
  profileId = built.profileId
  conversationId = toGlobalId('Conversation', built.conversationId)
})

const THREAD = `query ($id: ID!) { conversation(id: $id) { messages(last: 50) { nodes {
  text hiddenMediaCount media { id contentType byteSize width height url }
} } } }`
const thread = async () => {
  const { conversation } = (await rig.get(actor, THREAD, { id: conversationId })) as {
    conversation: { messages: { nodes: { text: string; media: Record<string, unknown>[] }[] } }
  }
  return conversation.messages.nodes
}
/** How often the database is asked. */
const readsOf = async (ask: () => Promise<unknown>): Promise<number> => {
  const connect = vi.spyOn(world.db.pool, 'connect')
  try {
    await ask()
    return connect.mock.calls.length
  } finally {
    connect.mockRestore()
  }
}

describe('R11: media in a thread', () => {
  test('a thread without any is read as one that asks for none; one full of them takes one read more', async () => {
    for (let nth = 0; nth < 3; nth++) await buildMessage(world.owner, account, profileId)
    expect(await readsOf(thread)).toBe(1)
    const ids: string[] = []
    for (let nth = 0; nth < 12; nth++) {
      const media = [
        await buildMedia(world.owner, account.accountId),
        await buildMedia(world.owner, account.accountId),
      ]
      ids.push(...media)
      await buildMessage(world.owner, account, profileId, { media_ids: media })
    }
    expect(await readsOf(thread)).toBe(2)
    const shown = (await thread()).flatMap(({ media }) => media.map(({ id }) => id))
    expect(shown).toEqual(ids.map((id) => toGlobalId('Media', id)))
  })

  test("a campaign's media show from where they are", async () => {
    const urls = ['https://cdn.example.com/a.gif', 'https://cdn.example.com/b']
    await recordSentMessages(
      contextOf(world.db, account.accountId),
      { type: 'CAMPAIGN', name: 'Spring sale', externalId: 'spring' },
      ['1', '2'].map((externalId) => ({
        phoneNumber: '+14155550101',
        text: 'Look',
        externalId,
        mediaUrls: externalId === '1' ? urls : urls.toReversed(),
      })),
    )
    const [first, second] = (await thread()).map(({ media }) => media)
    expect(first).toMatchObject([
      { url: urls[0], contentType: 'image/gif', byteSize: 0, width: null },
      { url: urls[1], contentType: 'application/octet-stream' },
    ])
    expect(second).toEqual(first?.toReversed())
  })

  test('R3: a medium is found by its own account, and by no other', async () => {
    const id = toGlobalId('Media', await buildMedia(world.owner, account.accountId))
    const query = 'query ($id: ID!) { node(id: $id) { __typename id } }'
    const theirs = agentOf((await buildAccount(world.owner)).accountId, newId())
    expect(await rig.get(actor, query, { id })).toEqual({ node: { __typename: 'Media', id } })
    expect(await rig.get(theirs, query, { id })).toEqual({ node: null })
  })

  test('a thread with media is kept like one without: what shows of them is in the log', () => {
    expect(createKeepable(rig.schema)(THREAD, null)).toBe(true)
  })
})
