import { once } from 'node:events'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pictures } from '../pictures.ts'
import { signIn } from './sign-in.ts'
import { authId, authToken, openWorkshop } from './workshop.ts'

const PORT = 4552
const base = `http://127.0.0.1:${PORT}`

describe('a kill -9 with media on their way', () => {
  const workshop = openWorkshop()
  const held: ServerResponse[] = []
  /** Plivo's stand-in, which has media and holds back its answers. */
  const carrier = createServer((_request, response) => {
    held.push(response)
    carrier.emit('asked')
  })
  let env: Record<string, string>
  let pool: pg.Pool
  let parley: ReturnType<typeof workshop.launch>
  let cookie: string
  let uploads: string

  const launch = async (): Promise<void> => {
    parley = workshop.launch(env)
    await parley.ready
  }
  beforeAll(async () => {
    const database = await workshop.database()
    pool = database.pool
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-crash-'))
    workshop.onEnd(() => rm(dataDir, { recursive: true }))
    uploads = join(dataDir, 'uploads')
    await once(carrier.listen(0, '127.0.0.1'), 'listening')
    workshop.onEnd(async () => {
      carrier.closeAllConnections()
      carrier.close()
    })
    env = {
      PORT: `${PORT}`,
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      CARRIER: 'plivo',
      PLIVO_AUTH_ID: authId,
      PLIVO_AUTH_TOKEN: authToken,
      PLIVO_API_URL: `http://127.0.0.1:${(carrier.address() as AddressInfo).port}`,
      DEMO: '1',
      LOG_LEVEL: 'warn',
    }
    await launch()
    cookie = await signIn(PORT, 'support@parley.test', 'parley-demo')
  })
  afterAll(() => workshop.close())

  test('R20: half an upload is nobody’s to see or send, and is cleared away', async () => {
    const socket = connect(PORT, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST /media HTTP/1.1\r\nhost: localhost:${PORT}\r\ncookie: ${cookie}\r\ncontent-length: 100000\r\n` +
        'content-type: multipart/form-data; boundary=x\r\n\r\n' +
        '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nbegins',
    )
    await expect.poll(() => readdir(uploads), { timeout: 5_000 }).toHaveLength(1)
    await parley.signal('SIGKILL')
    const [left = ''] = await readdir(uploads)
    await utimes(join(uploads, left), 0, 0)
    await launch()
    expect(await readdir(uploads)).toEqual([])
    const { rows } = await pool.query('select token, stored_at from media where id = $1', [left])
    expect(rows).toMatchObject([{ stored_at: null }])
    expect((await fetch(`${base}/media/${rows[0].token}`)).status).toBe(404)
  })

  test('B1: an attachment that was being fetched is fetched again, and shows once', async () => {
    const { rows } = await pool.query<{ id: string; account_id: string }>(
      `update messages set hidden_media_count = 1 where id = (
         select id from messages where direction = 'INBOUND' and kind = 'CUSTOMER' order by id limit 1)
       returning id, account_id`,
    )
    const [message] = rows
    if (!message) throw new Error('the demo has no text')
    const asked = once(carrier, 'asked')
    await pool.query(
      `insert into inbound_media (account_id, message_id, position, url, due_at, created_at)
       values ($1, $2, 0, $3, now(), now())`,
      [message.account_id, message.id, `${env.PLIVO_API_URL}/media/1`],
    )
    await pool.query('update inbox_settings set show_inbound_media = true where account_id = $1', [
      message.account_id,
    ])
    await asked
    await parley.signal('SIGKILL')
    const again = once(carrier, 'asked')
    await launch()
    // The lease of a worker that was killed runs out by itself; nobody waits for that here.
    await pool.query('update inbound_media set due_at = now() where message_id = $1', [message.id])
    await again
    held.at(-1)?.end(await pictures.png({ width: 40, height: 30 }))
    const shown = async () =>
      (
        await pool.query(
          `select m.hidden_media_count as hidden, cardinality(m.media_ids) as shown,
             (select count(*)::int from media where origin = 'INBOUND' and account_id = m.account_id) as stored
           from messages m where id = $1`,
          [message.id],
        )
      ).rows[0]
    await expect.poll(shown, { timeout: 10_000 }).toEqual({ hidden: 0, shown: 1, stored: 1 })
    expect(held).toHaveLength(2)
  })
})
