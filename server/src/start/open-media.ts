import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from '../env.ts'
import type { FetchParts } from '../features/media/inbound/fetch-attachment.ts'
import { mediaHostsOf, reachableMedia, trustInMedia } from '../features/media/inbound/media-hosts.ts'
import { clearUploads } from '../features/media/receive-upload.ts'
import { LARGEST_FETCHED } from '../features/media/upload-limits.ts'
import { createGuardedHttp } from '../platform/guarded-http/guarded-get.ts'
import { openStorage } from '../platform/storage/storage.ts'
import type { Stoppable } from './stop-in-order.ts'

/** For one attachment, redirects included. */
const PATIENCE_MS = 30_000

/** Where media are stored, the folder that they pass through, and the way to those that people send in. */
export const openMedia = async (env: Env): Promise<{ media: FetchParts } & Stoppable> => {
  const [folder, stored] = [join(env.dataDir, 'uploads'), join(env.dataDir, 'media')]
  await mkdir(env.dataDir, { recursive: true })
  for (const path of [folder, stored]) await mkdir(path, { recursive: true, mode: 0o700 })
  await clearUploads(folder)
  const storage = openStorage({ s3Url: env.s3Url, folder: stored })
  const http = createGuardedHttp({
    trustOf: trustInMedia(mediaHostsOf(env)),
    maxBytes: LARGEST_FETCHED,
    timeoutMs: PATIENCE_MS,
  })
  const reachable = reachableMedia(env)
  return {
    media: {
      storage,
      folder,
      http: { ...http, get: (address) => http.get(reachable(address)) },
    },
    stop: async () => {
      await http.close()
      storage.close()
    },
  }
}
