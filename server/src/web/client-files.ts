import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Serves the built client: hashed files for a year, and its one page for every address that is nothing else's. */
export const clientFiles = async (app: FastifyInstance, { folder }: { folder: string }): Promise<void> => {
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(folder, 'assets'))
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.get('/*', (request, reply) => {
    const isPage =
      request.headers.accept?.includes('text/html') ||
      request.headers.accept === '*/*' ||
      !request.headers.accept
    if (!isPage || /\.\w+$/.test(request.url.split('?')[0] ?? ''))
      return reply.code(404).send({ error: 'not found' })
    return reply.header('cache-control', 'no-cache').type('text/html').sendFile('index.html')
  })
}
