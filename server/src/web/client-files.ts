import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Serves the built client: hashed files for a year, and its one page for every address that is nothing else's. */
export const clientFiles = async (app: FastifyInstance, { folder }: { folder: string }): Promise<void> => {
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(folder, 'assets'))
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler((request, reply) => {
    if (!wantsPage(request)) return reply.code(404).send({ error: 'There is nothing at this address.' })
    return reply.header('cache-control', 'no-cache').type('text/html').sendFile('index.html')
  })
}

/** A browser that opens an address, rather than a program that asks for a file or an API. */
const wantsPage = ({ method, headers, url }: FastifyRequest): boolean => {
  const path = url.split('?')[0] ?? ''
  const isFile = /\.\w+$/.test(path)
  return (
    (method === 'GET' || method === 'HEAD') &&
    !isFile &&
    (headers.accept ?? '*/*').match(/text\/html|\*\/\*/) !== null
  )
}
