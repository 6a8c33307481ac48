import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agentOf, buildAccount } from '../../test/build.ts'
import { type HttpGraphqlRig, startHttpGraphqlRig } from '../../test/http-graphql-rig.ts'
import type { ApiScope } from '../auth/actor.ts'
import { newId } from '../ids.ts'
import { LARGEST_BODY, LARGEST_BULK_BODY } from './body-limit.ts'

let rig: HttpGraphqlRig
beforeAll(async () => {
  rig = await startHttpGraphqlRig()
  const { accountId } = await buildAccount(rig.world.owner)
  const key = (scope: ApiScope) => ({
    kind: 'apiKey' as const,
    accountId,
    apiKeyId: newId(),
    scopes: [scope],
  })
  rig.actors.set('ingest', key('INGEST'))
  rig.actors.set('manage', key('MANAGE'))
  rig.actors.set('read', key('READ'))
  rig.actors.set('support', agentOf(accountId, newId()))
  rig.actors.set('owner', agentOf(accountId, newId(), 'OWNER'))
})
afterAll(() => rig.close())

const bodyOf = (bytes: number): string => {
  const start = '{"query":"{ __typename }","pad":"'
  return `${start}${'x'.repeat(bytes - start.length - 2)}"}`
}
const statusOf = async (as: string, body: string): Promise<number> => (await rig.post(body, { as })).status

/** Without a length in its head. */
const streamed = async (as: string, body: string): Promise<number> => {
  const { status } = await rig.post(Readable.toWeb(Readable.from([Buffer.from(body)])) as ReadableStream, {
    as,
  })
  return status
}

describe('a large body', () => {
  test.each(['ingest', 'manage', 'owner'])('is taken of who may send bulk data: %s', async (as) => {
    expect(await statusOf(as, bodyOf(3 * LARGEST_BODY))).toBe(200)
    expect(await streamed(as, bodyOf(3 * LARGEST_BODY))).toBe(200)
  })

  test.each(['read', 'support', 'nobody'])('is 413 of others: %s', async (as) => {
    expect(await statusOf(as, bodyOf(LARGEST_BODY + 1))).toBe(413)
    expect(await streamed(as, bodyOf(LARGEST_BODY + 1))).toBe(413)
  })

  test('up to 1 MiB is anybody’s, with and without its length', async () => {
    expect(await statusOf('read', bodyOf(LARGEST_BODY))).toBe(200)
    expect(await streamed('read', bodyOf(LARGEST_BODY))).toBe(200)
    expect(await streamed('nobody', bodyOf(LARGEST_BODY))).toBe(401)
  })

  test('has its limit, too', async () => {
    expect(await statusOf('ingest', bodyOf(LARGEST_BULK_BODY + 1))).toBe(413)
  })
})
