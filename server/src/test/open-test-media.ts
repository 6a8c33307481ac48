import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FetchParts } from '../features/media/inbound/fetch-attachment.ts'
import { createGuardedHttp } from '../platform/guarded-http/guarded-get.ts'
import { openStorage } from '../platform/storage/storage.ts'

/** What a worker needs for media, where a test has none: it may fetch from nowhere, and makes no folder. */
export const openTestMedia = (): FetchParts => {
  const folder = join(tmpdir(), 'parley-no-media')
  return {
    folder,
    storage: openStorage({ folder: join(folder, 'media') }),
    http: createGuardedHttp({ trustOf: () => null, maxBytes: 1_000, timeoutMs: 1_000 }),
  }
}
