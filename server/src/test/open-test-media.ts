import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FetchParts } from '../features/media/inbound/fetch-attachment.ts'
import { createGuardedHttp } from '../platform/guarded-http/guarded-get.ts'
import { openStorage } from '../platform/storage/storage.ts'

/** What a worker needs for media, in a folder of its own; it may fetch from nowhere. */
export const openTestMedia = async (): Promise<FetchParts> => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-media-'))
  process.once('exit', () => rmSync(folder, { recursive: true }))
  return {
    folder,
    storage: openStorage({ folder: join(folder, 'media') }),
    http: createGuardedHttp({ trustOf: () => null, maxBytes: 1_000, timeoutMs: 1_000 }),
  }
}
