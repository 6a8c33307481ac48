import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = fileURLToPath(new URL('count-tests.mjs', import.meta.url))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-count-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const count = (report: unknown, failedSteps = '0') => {
  const file = join(folder, 'tests.json')
  rmSync(file, { force: true })
  if (report) writeFileSync(file, JSON.stringify(report))
  const { status, stdout } = spawnSync(process.execPath, [script, file, failedSteps], { encoding: 'utf8' })
  return { status, lastLine: stdout.trim().split('\n').at(-1) }
}

const passing = { success: true, numPassedTests: 7, numFailedTests: 0, testResults: [] }

test('a good run is counted and exits 0', () => {
  expect(count(passing)).toEqual({ status: 0, lastLine: '7 passed, 0 failed' })
})

test('a failed test, a failed step, no test and no report each exit 1', () => {
  expect(count({ ...passing, success: false, numFailedTests: 2 })).toEqual({
    status: 1,
    lastLine: '7 passed, 2 failed',
  })
  expect(count(passing, '1').status).toBe(1)
  expect(count({ ...passing, numPassedTests: 0 }).status).toBe(1)
  expect(count(undefined)).toEqual({ status: 1, lastLine: '0 passed, 1 failed' })
})

test('a file that broke before its first test counts as failed', () => {
  const broken = { status: 'failed', assertionResults: [] }
  expect(count({ ...passing, success: false, testResults: [broken] })).toEqual({
    status: 1,
    lastLine: '7 passed, 1 failed',
  })
})
