import { createServer } from 'node:http'
import { newId } from '../../../server/src/platform/ids.ts'
import { openPool, port } from './peer-environment.ts'
import { announce } from './peers.ts'
import { RAW_CALLS } from './raw-calls.ts'
import { readBody } from './read-body.ts'

/* The limit for a webhook: the body parsed, one autocommit INSERT of the raw call, then 200. No signature, no effects. */

const pool = openPool(20)
await pool.query(RAW_CALLS)

const insert = { name: 'insert', text: 'insert into public.raw_calls (id, params) values ($1, $2)' }

createServer((request, response) => {
  readBody(request)
    .then((body) =>
      pool.query({ ...insert, values: [newId(), Object.fromEntries(new URLSearchParams(body))] }),
    )
    .then(
      () => response.writeHead(200, { 'content-length': 0 }).end(),
      (error: unknown) => {
        process.stderr.write(`${error}\n`)
        response.writeHead(503).end()
      },
    )
}).listen(port, '127.0.0.1', announce)
