import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { mediaRoutes } from '../features/media/media-routes.ts'
import type { Actor } from '../platform/auth/actor.ts'
import { openStorage, type Storage } from '../platform/storage/storage.ts'
import { openWorld, silent } from './build.ts'

/** What `POST /media` answered. */
export interface UploadAnswer {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

export const ownPage = 'http://parley.test'

/** The media routes over HTTP, with a storage on disk. To be closed in `afterAll`. */
export const startMediaRig = async () => {
  const world = await openWorld(4)
  const folder = await mkdtemp(join(tmpdir(), 'parley-media-'))
  const actors = new Map<string, Actor>()
  const storage = openStorage({ folder: join(folder, 'media') })
  const app = Fastify()
  await mkdir(join(folder, 'uploads'))
  await app.register(mediaRoutes, {
    db: world.db,
    log: silent,
    publicUrl: ownPage,
    allowedOrigins: [ownPage],
    folder: join(folder, 'uploads'),
    storage: {
      ...storage,
      put: (...args: Parameters<Storage['put']>) => rig.put(...args),
    },
    authenticator: {
      authenticate: async ({ authorization, cookie }) =>
        authorization ? (actors.get(authorization) ?? 'invalid') : (actors.get(`${cookie}`) ?? null),
    },
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const post = async (
    body: FormData | string | undefined,
    headers: Record<string, string> = {},
  ): Promise<UploadAnswer> => {
    const answer = await fetch(`${url}/media`, {
      method: 'POST',
      headers,
      ...(body !== undefined && { body }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) }
  }
  const rig = {
    world,
    url,
    actors,
    storage,
    /** Set by a test: how files are put into the storage. */
    put: storage.put,
    /** Uploads a file as who goes by this name, as an API key does. */
    upload: (file: Uint8Array, as: string, field = 'file', name = 'picture.jpg'): Promise<UploadAnswer> => {
      const form = new FormData()
      form.append('caption', 'anything')
      form.append(field, new Blob([Buffer.from(file)], { type: 'image/jpeg' }), name)
      return post(form, { authorization: as })
    },
    post,
    /** Fetches what an address of ours holds. */
    fetch: (address: string, method = 'GET') => fetch(address.replace(ownPage, url), { method }),
    /** Names of the files that are on their way through. */
    passing: () => readdir(join(folder, 'uploads')),
    close: async () => {
      await app.close()
      await world.close()
      await rm(folder, { recursive: true })
    },
  }
  return rig
}

export type MediaRig = Awaited<ReturnType<typeof startMediaRig>>
