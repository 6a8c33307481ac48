import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { buildShortLink } from '../../../test/build-links.ts'
import { buildSource } from '../../../test/build-nodes.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { followLink } from '../follow-link.ts'
import { sweepClicks } from '../jobs/sweep-clicks.ts'
import { newSlug } from '../short-address.ts'
import { countClicks } from './count-clicks.ts'

let world: World
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld()
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const ctx = () => contextOf(world.db, account.accountId)
const build = async (sourceId: string | null = null, from: BuiltAccount = account) => {
  const { profileId, conversationId } = await buildConversation(world.owner, from)
  return { profileId, conversationId, ...(await buildLink(profileId, sourceId, from)) }
}
const buildLink = async (profileId: string, sourceId: string | null, from: BuiltAccount = account) => {
  const messageId = await buildMessage(world.owner, from, profileId, { source_id: sourceId, status: 'SENT' })
  const slug = newSlug()
  const linkId = await buildShortLink(world.owner, from.accountId, {
    slug,
    profile_id: profileId,
    message_id: messageId,
    source_id: sourceId,
  })
  return { messageId, slug, linkId }
}
const follow = (slug: string) =>
  followLink(world.db, { slug, host: '', isPerson: true, tellsLanguages: true })
const link = async (id: string) =>
  (await world.owner.query('select clicks, first_clicked_at from short_links where id = $1', [id])).rows[0]

describe('R34: recorded clicks', () => {
  test('are counted on their link, told of its message, and shown as activity (R31), each once', async () => {
    const { slug, linkId, messageId, profileId, conversationId } = await build()
    await follow(slug)
    await follow(slug)
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => countClicks(ctx()))
    expect(entries).toMatchObject([{ kind: 'MESSAGE_CHANGED', messageId, conversationId, profileId }])
    expect(await countClicks(ctx())).toBe(0)
    const { clicks, first_clicked_at: first } = await link(linkId)
    expect(clicks).toBe(2)
    const { rows } = await world.owner.query(
      `select k.name, e.at, e.properties, e.message_id from events e join metrics k on k.id = e.metric_id
       where e.profile_id = $1 order by e.at`,
      [profileId],
    )
    expect(rows).toHaveLength(2)
    expect(rows[0]).toEqual({
      name: 'Clicked SMS',
      at: first,
      properties: { url: `http://parley.test/l/${slug}`, target: 'https://shop.example/a' },
      message_id: messageId,
    })
  })

  test('count a person once for a campaign, whatever they click of it and how often', async () => {
    const sourceId = await buildSource(world.owner, account.accountId)
    const one = await build(sourceId)
    const another = await buildLink(one.profileId, sourceId)
    const two = await build(sourceId)
    for (const { slug } of [one, one, another]) await follow(slug)
    await countClicks(ctx())
    for (const { slug } of [one, two]) await follow(slug)
    await countClicks(ctx())
    const { rows } = await world.owner.query('select click_count from message_sources where id = $1', [
      sourceId,
    ])
    expect(rows).toEqual([{ click_count: 2 }])
  })

  test('R44: more than fit in a batch, counted by several workers at once, come out right', async () => {
    const { slug, linkId, profileId } = await build()
    await world.owner.query(
      `insert into link_clicks (id, account_id, link_id, profile_id, message_id, at)
       select gen_random_uuid(), account_id, id, profile_id, message_id, now() - n * interval '1 second'
       from short_links, generate_series(1, 1200) n where slug = $1`,
      [slug],
    )
    const contextFor = (accountId: string) => contextOf(world.db, accountId)
    const sweeping = Promise.all([1, 2, 3].map(() => sweepClicks(world.db, contextFor)))
    await Promise.all(Array.from({ length: 20 }, () => follow(slug)))
    await sweeping
    await sweepClicks(world.db, contextFor)
    expect((await link(linkId)).clicks).toBe(1_220)
    const { rows } = await world.owner.query(
      'select count(*)::int as n, min(at) as first from events where profile_id = $1',
      [profileId],
    )
    expect(rows).toEqual([{ n: 1_220, first: (await link(linkId)).first_clicked_at }])
  })

  test('leave figures that any history makes equal to a recount', async () => {
    const sources = await Promise.all([1, 2].map(() => buildSource(world.owner, account.accountId)))
    const people = await Promise.all(sources.map(() => build()))
    const links = await Promise.all(
      people.flatMap(({ profileId }) => [null, ...sources].map((source) => buildLink(profileId, source))),
    )
    const steps = fc.array(fc.oneof(fc.constantFrom(...links), fc.constant('COUNT' as const)), {
      maxLength: 25,
    })
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        for (const step of history) await (step === 'COUNT' ? countClicks(ctx()) : follow(step.slug))
        await countClicks(ctx())
        const { rows } = await world.owner.query(
          `select 'link' as wrong from short_links l where account_id = $1 and (clicks, coalesce(first_clicked_at, 'epoch')) <>
             (select count(*), coalesce(min(at), 'epoch') from link_clicks c where c.link_id = l.id)
           union all
           select 'source' from message_sources s where account_id = $1 and click_count <>
             (select count(distinct profile_id) from link_clicks c where c.source_id = s.id)
           union all
           select 'activity' from link_clicks c left join events e on e.unique_id = c.id::text
             where c.account_id = $1 and (e.at, e.profile_id) is distinct from (c.at, c.profile_id)`,
          [account.accountId],
        )
        expect(rows).toEqual([])
      }),
      { numRuns: 15 },
    )
  })

  test('of every account are swept', async () => {
    const others = await Promise.all([1, 2, 3].map(() => buildAccount(world.owner)))
    const links = await Promise.all([account, ...others].map((one) => build(null, one)))
    for (const { slug } of links) await follow(slug)
    await sweepClicks(world.db, (accountId) => contextOf(world.db, accountId))
    expect(await Promise.all(links.map(async ({ linkId }) => (await link(linkId)).clicks))).toEqual([
      1, 1, 1, 1,
    ])
  })

  test('are recorded in a moment, though the account is being written', async () => {
    const { slug } = await build()
    const writer = await world.owner.connect()
    await writer.query('begin')
    await writer.query('select from account_heads where account_id = $1 for update', [account.accountId])
    expect(await follow(slug)).toBe('https://shop.example/a')
    await writer.query('rollback')
    writer.release()
  })
})
