import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

const listen = (port: number): Promise<number | undefined> =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : undefined))
    })
  })

/** A TCP port of the loopback that is free now: the one kept in `home` if possible, else any, which is then kept. */
export const choosePort = async (home: string): Promise<number> => {
  const file = join(home, 'port')
  const kept = Number(await readFile(file, 'utf8').catch(() => '0'))
  if (kept > 0 && (await listen(kept))) return kept
  const port = await listen(0)
  if (!port) throw new Error('No free port on 127.0.0.1')
  await writeFile(file, `${port}\n`)
  return port
}
