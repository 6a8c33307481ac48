import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMediaFetcher } from '../features/media/inbound/media-fetcher.ts'
import { trustInMedia } from '../features/media/inbound/media-hosts.ts'
import { LARGEST_FETCHED } from '../features/media/upload-limits.ts'
import { receiveTexts } from '../features/messages/actions/receive-texts.ts'
import { createGuardedHttp } from '../platform/guarded-http/guarded-get.ts'
import { toGlobalId } from '../platform/ids.ts'
import { openStorage } from '../platform/storage/storage.ts'
import { agentOf, type BuiltAccount, buildAccount, contextOf, silent, textFrom } from './build.ts'
import { startGraphqlRig } from './graphql-rig.ts'

/** A text as the API shows it. */
export interface ShownMedia {
  hiddenMediaCount: number
  hiddenMedia: { state: string; reason: string | null }[]
  media: { contentType: string; width: number | null; url: string }[]
}

const MESSAGE = `query ($id: ID!) { node(id: $id) { ... on Message {
  hiddenMediaCount hiddenMedia { state reason } media { id contentType byteSize width height url }
} } }`

/** Who texts in these tests. */
export const ada = '+14155550142'

/** A carrier that has media, over HTTP, and workers that fetch them. To be closed in `afterAll`. */
export const startInboundMediaRig = async () => {
  const graphql = await startGraphqlRig()
  const { world } = graphql
  const folder = await mkdtemp(join(tmpdir(), 'parley-inbound-'))
  const carrier = createServer((request, response) => {
    const name = (request.url ?? '').replace('/media/', '')
    rig.asked.push(name)
    const file = rig.files[name] ?? 404
    if (typeof file === 'number') response.writeHead(file).end()
    else response.writeHead(200, { 'content-type': 'text/html' }).end(file)
  })
  await new Promise<void>((resolve) => carrier.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(carrier.address() as AddressInfo).port}/media`
  const http = createGuardedHttp({
    trustOf: trustInMedia({ hosts: ['plivo.com'], trusted: [`${base}/`] }),
    maxBytes: LARGEST_FETCHED,
    timeoutMs: 2_000,
  })
  const storage = openStorage({ folder: join(folder, 'media') })
  const ofAccount = async (text: string) =>
    (await world.owner.query(text, [rig.account.accountId])).rows as Record<string, unknown>[]
  const messageId = async () => `${(await ofAccount('select id from messages where account_id = $1'))[0]?.id}`
  const rig = {
    world,
    storage,
    base,
    account: await buildAccount(world.owner),
    /** What the carrier has under each name; a number is a status. */
    files: {} as Record<string, Buffer | number>,
    /** What it was asked for. */
    asked: [] as string[],
    ofAccount,
    messageId,
    /** Begins anew, with an account that shows media. */
    reset: async (): Promise<BuiltAccount> => {
      rig.account = await buildAccount(world.owner, { settings: { show_inbound_media: true } })
      rig.files = {}
      rig.asked = []
      return rig.account
    },
    /** Takes a text with the attachments of these names, or at these addresses. */
    receive: (...names: string[]) =>
      receiveTexts(
        world.db,
        rig.account.accountId,
        [
          textFrom(rig.account, ada, 'Look', {
            mediaCount: names.length,
            mediaUrls: names.map((name) => (name.startsWith('http') ? name : `${base}/${name}`)),
          }),
        ],
        () => [],
      ),
    /** A worker fetches what is due. */
    fetchDue: async (): Promise<void> => {
      const fetcher = createMediaFetcher({
        db: world.db,
        log: silent,
        http,
        storage,
        folder,
        contextFor: (accountId) => contextOf(world.db, accountId),
      })
      await fetcher.kick()
      await fetcher.stop()
    },
    states: () =>
      ofAccount('select state, attempts, problem from inbound_media where account_id = $1 order by position'),
    setDue: (due: string) => ofAccount(`update inbound_media set due_at = ${due} where account_id = $1`),
    /** The one text of the account. */
    shown: async (): Promise<ShownMedia> => {
      const id = await messageId()
      const actor = agentOf(rig.account.accountId, id)
      const { node } = await graphql.get(actor, MESSAGE, { id: toGlobalId('Message', id) })
      return node as ShownMedia
    },
    /** Files that workers have left behind. */
    left: async () => (await readdir(folder)).filter((name) => name !== 'media'),
    close: async () => {
      await http.close()
      carrier.close()
      await graphql.close()
      await rm(folder, { recursive: true })
    },
  }
  return rig
}
