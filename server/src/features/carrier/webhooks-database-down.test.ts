import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { entities } from '../../entities.ts'
import { openDatabase } from '../../platform/db/database.ts'
import { buildAccount, openWorld } from '../../test/build.ts'
import { inboundParams, startWebhooks } from '../../test/webhook-rig.ts'

/** A way to the database that can be cut and mended. */
const openWay = async (url: URL) => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const onward = connect(Number(url.port), url.hostname)
    for (const end of [socket, onward]) {
      sockets.add(end)
      end.on('close', () => sockets.delete(end))
      // A cut shows as a reset at one end or the other.
      end.on('error', () => end.destroy())
    }
    socket.pipe(onward).pipe(socket)
  })
  const listen = async (port: number): Promise<number> => {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  }
  const port = await listen(0)
  return {
    port,
    mend: () => listen(port),
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

const world = await openWorld(2)
const way = await openWay(new URL(world.url))
const throughWay = new URL(world.url)
throughWay.port = String(way.port)
const db = openDatabase({ url: throughWay.href, maxConnections: 5, entities })
const rig = await startWebhooks(db)
afterAll(async () => {
  await rig.close()
  await db.close()
  await way.cut()
  await world.close()
})

test('R43: while the database is away webhooks are answered 503, forgeries still 403, and all is well once it is back', async () => {
  const { accountId, number } = await buildAccount(world.owner)
  const send = (text: string) => rig.call(inboundParams(number, '+14155550101', text))
  expect((await send('before')).status).toBe(200)

  await way.cut()
  expect(await send('during')).toMatchObject({ status: 503, retryAfter: '60' })
  const callback = await rig.call({ MessageUUID: 'x', Status: 'sent' }, { path: '/webhooks/plivo/status' })
  expect(callback.status).toBe(503)
  expect((await rig.call(inboundParams(number, '+14155550101', 'x'), { token: 'ANOTHER' })).status).toBe(403)

  await way.mend()
  const answers = await Promise.all(['after', 'after', 'after'].map(send))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
  const { rows } = await world.owner.query('select text from messages where account_id = $1 order by seq', [
    accountId,
  ])
  expect(rows.map((row) => row.text)).toEqual(['before', 'after', 'after', 'after'])
})

test('R43: a connection that breaks under a text’s way loses nothing that was answered 2xx', async () => {
  const { accountId, number } = await buildAccount(world.owner)
  const sent = Array.from({ length: 60 }, (_, n) => `${n}`)
  const answers: Promise<{ text: string; status: number }>[] = []
  for (const text of sent) {
    answers.push(
      rig.call(inboundParams(number, '+14155550101', text)).then(({ status }) => ({ text, status })),
    )
    if (answers.length === 30) {
      await answers[10]
      await way.cut()
      await way.mend()
    }
  }
  const done = await Promise.all(answers)
  const { rows } = await world.owner.query<{ text: string }>(
    'select text from messages where account_id = $1',
    [accountId],
  )
  const kept = rows.map((row) => row.text)
  expect(new Set(kept).size).toBe(kept.length)
  expect(kept).toEqual(
    expect.arrayContaining(done.filter((one) => one.status === 200).map((one) => one.text)),
  )
  expect(done.every((one) => one.status === 200 || one.status === 503)).toBe(true)
})
