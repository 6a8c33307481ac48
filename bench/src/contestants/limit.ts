import { createServer } from 'node:http'
import { INBOX_JSON, NEWEST, THREAD_JSON } from './pages-sql.ts'
import { accountId, openPool, port } from './peer-environment.ts'
import { announce } from './peers.ts'

/*
 * The limit for a page: node:http and one prepared statement that returns the JSON. No framework, no rights, no
 * choice of fields. GET /inbox?before=<seq>, GET /thread?id=<conversation>&before=<seq>.
 */

const pool = openPool(10)

const answer = async (url: URL): Promise<string | undefined> => {
  const before = url.searchParams.get('before') ?? NEWEST
  const id = url.searchParams.get('id')
  const asked =
    id === null
      ? { ...INBOX_JSON, values: [accountId, before] }
      : { ...THREAD_JSON, values: [accountId, before, id] }
  const { rows } = await pool.query<{ body: string }>(asked)
  return rows[0]?.body
}

createServer((request, response) => {
  answer(new URL(request.url ?? '/', 'http://limit')).then(
    (body = 'null') => {
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      response.end(body)
    },
    (error: unknown) => {
      process.stderr.write(`${error}\n`)
      response.writeHead(500).end()
    },
  )
}).listen(port, '127.0.0.1', announce)
