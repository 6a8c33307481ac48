import { createServer } from 'node:http'
import pg from 'pg'
import { WebSocketServer } from 'ws'
import { verifyPlivoSignature } from '../../../server/src/features/carrier/plivo/verify-signature.ts'
import { newId } from '../../../server/src/platform/ids.ts'
import { authToken } from './parley.ts'
import { connection, openPool, port } from './peer-environment.ts'
import { announce } from './peers.ts'
import { RAW_CALLS } from './raw-calls.ts'
import { readBody } from './read-body.ts'

/*
 * The shortest way from a webhook to a screen: the signature, one INSERT that also notifies, LISTEN, and one frame
 * to every socket.
 */

const pool = openPool(10)
await pool.query(RAW_CALLS)
const listener = new pg.Client(connection)
await listener.connect()
await listener.query('listen raw_calls')

const server = createServer((request, response) => {
  readBody(request)
    .then((body) => {
      const params = [...new URLSearchParams(body)]
      const url = `http://127.0.0.1:${port}${request.url}`
      if (!verifyPlivoSignature({ method: 'POST', url, params, headers: request.headers, authToken })) {
        return response.writeHead(403).end()
      }
      const values = [newId(), Object.fromEntries(params)]
      return pool
        .query({ ...insertAndNotify, values })
        .then(() => response.writeHead(200, { 'content-length': 0 }).end())
    })
    .catch((error: unknown) => {
      process.stderr.write(`${error}\n`)
      response.writeHead(503).end()
    })
})

const insertAndNotify = {
  name: 'insert_and_notify',
  text: `
    with call as (insert into public.raw_calls (id, params) values ($1, $2) returning id, params)
    select pg_notify('raw_calls', row_to_json(call)::text) from call`,
}

const sockets = new WebSocketServer({ server, path: '/graphql' })
listener.on('notification', ({ payload }) => {
  for (const socket of sockets.clients) socket.send(payload ?? '')
})
server.listen(port, '127.0.0.1', announce)
