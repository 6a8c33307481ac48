import { describe, expect, test } from 'vitest'
import { mediaHostsOf, reachableMedia, trustInMedia } from './media-hosts.ts'

const plivo = {
  carrier: 'plivo',
  publicUrl: 'https://inbox.acme.example',
  plivoApiUrl: 'https://api.plivo.com',
  plivoMediaHosts: ['plivo.com'],
} as const
const sandbox = {
  ...plivo,
  carrier: 'sandbox',
  publicUrl: 'http://localhost:4000',
  plivoApiUrl: 'http://web:4000/sandbox/plivo',
} as const
const standIn = { ...plivo, plivoApiUrl: 'http://127.0.0.1:9000' }

describe('B1: inbound media are fetched from the carrier alone', () => {
  test.each([
    [plivo, 'https://media.plivo.com/Account/MA1/Media/1', 'PUBLIC'],
    [plivo, 'https://aps1.media.plivo.com/v1/a.jpg', 'PUBLIC'],
    [plivo, 'https://plivo.com/a', 'PUBLIC'],
    [plivo, 'http://media.plivo.com/a', null],
    [plivo, 'https://media.plivo.com:8443/a', null],
    [plivo, 'https://user@media.plivo.com/a', null],
    [plivo, 'https://notplivo.com/a', null],
    [plivo, 'https://plivo.com.evil.example/a', null],
    [plivo, 'https://169.254.169.254/a', null],
    [plivo, 'http://web:4000/sandbox/media/1', null],
    [sandbox, 'http://web:4000/sandbox/media/1', 'TRUSTED'],
    [sandbox, 'http://web:4000/sandbox/media/../../metrics', null],
    [sandbox, 'http://web:4000/sandbox/media/%2e%2e/api/phones', null],
    [sandbox, 'http://web:4000/metrics', null],
    [sandbox, 'https://media.plivo.com/a', null],
    [standIn, 'http://127.0.0.1:9000/any/file', 'TRUSTED'],
    [standIn, 'http://127.0.0.1:90001/any/file', null],
    [standIn, 'http://127.0.0.1:9001/any/file', null],
    [standIn, 'https://media.plivo.com/a', 'PUBLIC'],
  ])('%# %s', (env, address, trust) => {
    const url = URL.parse(address)
    expect(url && trustInMedia(mediaHostsOf(env))(url)).toBe(trust)
  })

  test("the sandbox's own are asked for where the sandbox is, others where they say", () => {
    const reachable = reachableMedia(sandbox)
    expect(reachable('http://localhost:4000/sandbox/media/1')).toBe('http://web:4000/sandbox/media/1')
    expect(reachable('http://localhost:4000/metrics')).toBe('http://localhost:4000/metrics')
    expect(reachableMedia(plivo)('https://inbox.acme.example/sandbox/media/1')).toBe(
      'https://inbox.acme.example/sandbox/media/1',
    )
  })
})
