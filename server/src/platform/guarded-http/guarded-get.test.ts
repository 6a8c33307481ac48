import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGuardedHttp, type GuardedGetOptions, type GuardedHttp, type Trust } from './guarded-get.ts'
import type { Resolve } from './guarded-lookup.ts'
import { isPublicAddress } from './public-address.ts'

let answer: RequestListener
let requests: string[] = []
const server: Server = createServer((request, response) => {
  requests.push(request.url ?? '')
  answer(request, response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
const own = `http://127.0.0.1:${port}`
let opened: GuardedHttp[] = []
beforeEach(() => {
  requests = []
})
afterEach(async () => {
  for (const http of opened.splice(0)) await http.close()
  opened = []
})
afterAll(() => server.close())

const open = (options: Partial<GuardedGetOptions> = {}): GuardedHttp => {
  const http = createGuardedHttp({ trustOf: () => 'PUBLIC', maxBytes: 1_000, timeoutMs: 2_000, ...options })
  opened.push(http)
  return http
}
// Names in these tests are `localhost`, found where each test says: others are not let out (network-guard.ts).
/** Trusts our server under `/media/`, and believes the rest of the world to be public. */
const trustOf = (url: URL): Trust | null => {
  if (url.href.startsWith(`${own}/media/`)) return 'TRUSTED'
  return url.pathname === '/by-name' || url.hostname.includes('[') || /^[\d.]+$/.test(url.hostname)
    ? 'PUBLIC'
    : null
}
const resolveTo =
  (...addresses: string[]): Resolve =>
  (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

const inward = [
  ['this machine', '127.0.0.1'],
  ['this machine, otherwise', '127.8.9.1'],
  ['this machine, by IPv6', '::1'],
  ['no machine, which is this one', '0.0.0.0'],
  ['a neighbour', '10.0.0.1'],
  ['a neighbour', '172.31.255.1'],
  ['a neighbour', '192.168.0.1'],
  ['a neighbour, by IPv6', 'fd00::1'],
  ["a cloud's metadata", '169.254.169.254'],
  ["a cloud's metadata, by IPv6", 'fd00:ec2::254'],
  ['the link', 'fe80::1'],
  ["a carrier's inside", '100.64.0.1'],
  ['IPv4 in IPv6', '::ffff:127.0.0.1'],
  ['IPv4 in IPv6, in hexadecimal', '::ffff:a9fe:a9fe'],
  ['IPv4 in IPv6, the old way', '::127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['6to4', '2002:7f00:1::'],
  ['everybody', '255.255.255.255'],
  ['a group', '224.0.0.1'],
] as const

describe('B1: an address that a stranger named is not asked if it leads inside', () => {
  test.each(inward)('%s: %s', async (_, address) => {
    expect(isPublicAddress(address)).toBe(false)
    const host = address.includes(':') ? `[${address}]` : address
    await expect(open().get(`http://${host}:${port}/`)).rejects.toMatchObject({ reason: 'HOST_NOT_PUBLIC' })
    const http = open({ resolve: resolveTo(address) })
    await expect(http.get(`http://localhost:${port}/`)).rejects.toMatchObject({
      reason: 'HOST_NOT_PUBLIC',
    })
    expect(requests).toEqual([])
  })

  test.each(['http://2130706433/', 'http://0x7f.1/', 'http://127.1/', 'http://[0:0:0:0:0:ffff:7f00:1]/'])(
    'in disguise: %s',
    async (address) => {
      await expect(open().get(address)).rejects.toMatchObject({ reason: 'HOST_NOT_PUBLIC' })
    },
  )

  test('a name with one good address and one bad', async () => {
    const http = open({ resolve: resolveTo('93.184.215.14', '127.0.0.1') })
    await expect(http.get(`http://localhost:${port}/`)).rejects.toMatchObject({
      reason: 'HOST_NOT_PUBLIC',
    })
  })

  test('a name that answers otherwise the second time is looked up once', async () => {
    let lookUps = 0
    const resolve: Resolve = (hostname, options, callback) => {
      lookUps += 1
      resolveTo(lookUps === 1 ? '127.0.0.1' : '93.184.215.14')(hostname, options, callback)
    }
    await expect(open({ resolve }).get(`http://localhost:${port}/`)).rejects.toMatchObject({
      reason: 'HOST_NOT_PUBLIC',
    })
    expect([lookUps, requests]).toEqual([1, []])
  })

  test.each(['93.184.215.14', '2606:4700::1111'])('the open internet is not inside: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  test.each(['', 'localhost', '1.2.3', '::ffff:1.2.3.4.5'])('no address: "%s"', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('B1: each redirect is checked', () => {
  const redirecting =
    (location: string): RequestListener =>
    (request, response) =>
      request.url === '/media/1'
        ? response.writeHead(302, { location }).end('moved')
        : response.end('the file')

  test('within what is allowed it is followed', async () => {
    answer = redirecting('/media/2')
    expect(await open({ trustOf }).get(`${own}/media/1`)).toEqual({
      status: 200,
      bytes: Buffer.from('the file'),
    })
  })

  test.each([
    [`http://127.0.0.1:${port}/secret`, 'HOST_NOT_PUBLIC'],
    ['http://169.254.169.254/latest/meta-data/', 'HOST_NOT_PUBLIC'],
    [`http://[::ffff:127.0.0.1]:${port}/secret`, 'HOST_NOT_PUBLIC'],
    [`http://localhost:${port}/secret`, 'ADDRESS_NOT_ALLOWED'],
    ['/media/../secret', 'HOST_NOT_PUBLIC'],
    ['file:///etc/passwd', 'ADDRESS_NOT_ALLOWED'],
    ['https://', 'REDIRECT_INVALID'],
    ['/media/1', 'TOO_MANY_REDIRECTS'],
  ])('to %s: %s', async (location, reason) => {
    answer = redirecting(location)
    await expect(open({ trustOf }).get(`${own}/media/1`)).rejects.toMatchObject({ reason })
    expect(requests.every((path) => path === '/media/1')).toBe(true)
  })

  test('to a name that leads inside', async () => {
    answer = redirecting(`http://localhost:${port}/by-name`)
    const http = open({ trustOf, resolve: resolveTo('127.0.0.1') })
    await expect(http.get(`${own}/media/1`)).rejects.toMatchObject({ reason: 'HOST_NOT_PUBLIC' })
    expect(requests).toEqual(['/media/1'])
  })
})

describe('B1: size and time are bounded', () => {
  test('an answer that is too long, or never ends', async () => {
    answer = (_request, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(500)));
      }
      response.on('drain', write)
      write()
    }
    await expect(open({ trustOf }).get(`${own}/media/1`)).rejects.toMatchObject({
      reason: 'ANSWER_TOO_LARGE',
    })
  })

  test('an answer that does not come', async () => {
    answer = () => undefined
    await expect(open({ trustOf, timeoutMs: 50 }).get(`${own}/media/1`)).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })

  test('other statuses come as they are, and nothing of ours goes along', async () => {
    let headers: string[] = []
    answer = (request, response) => {
      headers = Object.keys(request.headers)
      response.writeHead(404).end()
    }
    expect(await open({ trustOf }).get(`${own}/media/1`)).toMatchObject({ status: 404 })
    expect(headers.toSorted()).toEqual(['connection', 'host'])
  })
})
