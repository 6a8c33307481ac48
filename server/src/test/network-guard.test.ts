import { createServer } from 'node:http'
import { afterAll, expect, test } from 'vitest'

const server = createServer((_request, response) => response.end('here'))
afterAll(() => server.close())

test('a test reaches this machine', async () => {
  const port = await new Promise<number>((listening) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address) listening(address.port)
    })
  })
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('here')
})

test.fails('a test that reaches for another machine fails', async () => {
  await fetch('http://192.0.2.1/')
})
