import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { newId } from '../../../server/src/platform/ids.ts'
import { port } from './peer-environment.ts'
import { announce } from './peers.ts'
import { readBody } from './read-body.ts'

/* The limit for fan-out: one frame, as long as Parley's, written to every socket by `ws`. */

const frame = (text: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: '1',
      type: 'next',
      payload: {
        data: {
          messageReceived: {
            id: `msg_${newId()}`,
            direction: 'INBOUND',
            text,
            createdAt: new Date().toISOString(),
          },
        },
      },
    }),
  )

const server = createServer((request, response) => {
  readBody(request).then((body) => {
    const encoded = frame(new URLSearchParams(body).get('Text') ?? '')
    for (const socket of sockets.clients) socket.send(encoded, { binary: false })
    response.writeHead(200, { 'content-length': 0 }).end()
  }, response.destroy.bind(response))
})
const sockets = new WebSocketServer({ server, path: '/graphql' })
server.listen(port, '127.0.0.1', announce)
