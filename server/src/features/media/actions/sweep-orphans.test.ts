import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { UserErrors } from '../../../platform/errors.ts'
import { toGlobalId } from '../../../platform/ids.ts'
import { openStorage, type Storage } from '../../../platform/storage/storage.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  silent,
} from '../../../test/build.ts'
import { buildMedia } from '../../../test/build-media.ts'
import { sendReply } from '../../messages/actions/send-reply.ts'
import { mediaByToken } from '../media.queries.ts'
import { sweepOrphans } from './sweep-orphans.ts'

const world = await openWorld(4)
const folder = await mkdtemp(join(tmpdir(), 'parley-sweep-'))
const storage = openStorage({ folder })
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})

const dayAgo = () => new Date(Date.now() - 86_400_000 - 1_000)
const token = (letter: string) => letter.repeat(32)
const stored = async (columns: Record<string, unknown>): Promise<string> => {
  const id = await buildMedia(world.owner, account.accountId, columns)
  await storage.put(`${account.accountId}/${id}`, Buffer.from('bytes'), 'image/png')
  return id
}
const files = () => readdir(join(folder, account.accountId))
const rows = async () =>
  (
    await world.owner.query<{ id: string }>('select id from media where account_id = $1', [account.accountId])
  ).rows.map(({ id }) => id)
const sweep = (on: Storage = storage) => sweepOrphans(world.db, on, silent)

describe('R20: uploads that nobody sent', () => {
  test('go with their file after a day; what was sent, is fresh or lies elsewhere stays', async () => {
    await stored({ created_at: dayAgo() })
    await stored({ created_at: dayAgo(), stored_at: null })
    const sent = await stored({ created_at: dayAgo(), attached_at: new Date() })
    const fresh = await stored({})
    const external = await buildMedia(world.owner, account.accountId, {
      created_at: dayAgo(),
      origin: 'EXTERNAL',
      external_url: 'https://cdn.example/a.png',
    })
    await sweep()
    expect((await files()).toSorted()).toEqual([sent, fresh].toSorted())
    expect((await rows()).toSorted()).toEqual([sent, fresh, external].toSorted())
  })

  test('a kill between any two steps leaves nothing that is seen, and nothing behind the next sweep', async () => {
    const id = await stored({ created_at: dayAgo(), token: token('k') })
    const broken = { ...storage, delete: () => Promise.reject(new Error('killed')) }
    await sweep(broken)
    expect([await rows(), await files()]).toEqual([[id], [id]])
    expect(await mediaByToken(world.db, token('k'))).toBeNull()
    await storage.delete(`${account.accountId}/${id}`)
    await sweep()
    expect([await rows(), await files()]).toEqual([[], []])
  })

  test('one that is sent while it is swept is either sent or gone, never both', async () => {
    for (let nth = 0; nth < 12; nth++) {
      const { conversationId } = await buildConversation(world.owner, account)
      const id = await stored({ created_at: dayAgo() })
      const [sent] = await Promise.allSettled([
        sendReply(contextOf(world.db, account.accountId), {
          conversationId,
          text: '',
          mediaIds: [toGlobalId('Media', id)],
          overrideWarnings: ['QUIET_HOURS'],
        }),
        sweep(),
      ])
      const isThere = (await files()).includes(id)
      if (sent.status === 'rejected') expect(sent.reason).toBeInstanceOf(UserErrors)
      expect(isThere).toBe(sent.status === 'fulfilled')
    }
  })

  test('two sweeps at once, and more than a batch', async () => {
    await Promise.all(Array.from({ length: 130 }, () => stored({ created_at: dayAgo() })))
    await Promise.all([sweep(), sweep()])
    await sweep()
    expect([await rows(), await files()]).toEqual([[], []])
  })
})
