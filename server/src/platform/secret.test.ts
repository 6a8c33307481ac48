import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadSecret } from './secret.ts'

describe('R42: the secret', () => {
  let dataDir = ''
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-secret-'))
  })
  afterEach(() => rm(dataDir, { recursive: true }))

  test('is made once, kept, and readable by its owner alone', async () => {
    const together = await Promise.all(Array.from({ length: 5 }, () => loadSecret({ dataDir })))
    expect(new Set(together).size).toBe(1)
    expect(together[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(await loadSecret({ dataDir })).toBe(together[0])
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600)
  })

  test('SECRET goes first', async () => {
    expect(await loadSecret({ dataDir, secret: 'given by the operator' })).toBe('given by the operator')
  })
})
