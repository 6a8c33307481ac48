import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** TCP connections to this port that a test can break. */
export const openCuttableWire = async (targetPort: number) => {
  const open = new Set<Socket>()
  let isCut = false
  const keep = (socket: Socket, other: Socket): void => {
    open.add(socket)
    // A cut breaks both ends, and neither needs to hear of the other's.
    socket.on('error', () => undefined)
    socket.once('close', () => {
      open.delete(socket)
      other.destroy()
    })
  }
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy()
    const far = connect(targetPort, '127.0.0.1')
    keep(near, far)
    keep(far, near)
    near.pipe(far).pipe(near)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cut = (): void => {
    isCut = true
    for (const socket of open) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    /** What is open breaks, and what is new is refused. */
    cut,
    /** What is open stays so, but nothing gets through any more, as when a host vanishes; what is new is taken. */
    freeze: () => {
      for (const socket of open) socket.unpipe().pause()
    },
    restore: () => {
      isCut = false
    },
    close: async () => {
      cut()
      server.close()
    },
  }
}
