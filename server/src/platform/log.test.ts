import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { projectRoot } from '../env.ts'

const program = `
  const { createLogger } = await import('./server/src/platform/log.ts')
  const log = createLogger('info')
  log.info({ text: 'SECRET-1', message: { phone: 'SECRET-2' }, req: { headers: { authorization: 'SECRET-3', cookie: 'SECRET-4' } }, accountId: 'kept' }, 'hello')
  log.error({ err: Object.assign(new Error('bad row'), { detail: 'Failing row contains (SECRET-5)', where: 'JSON data: SECRET-6', client: { secretKey: 'SECRET-7' } }) }, 'failed')
  log.debug('unseen')
`

test('R43: log lines are JSON, levelled, and hold no text, number or credential', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', '@oxc-node/core/register', '--input-type=module', '-e', program],
    { cwd: projectRoot },
  )
  const lines = stdout.trim().split('\n')
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'hello', accountId: 'kept' })
  expect(stdout).not.toContain('SECRET')
})
