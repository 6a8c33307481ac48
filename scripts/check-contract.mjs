// Compares schema.graphql with the contract beside the project, and the differences with the list of those
// that are known: a new one fails, and so does one that is no longer there, so that the list can only shrink.
// Usage: node scripts/check-contract.mjs [--shrink]   (--shrink takes what was mended off the list)
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const checker = join(root, '../shared/contract/check-contract.mjs')
const list = join(root, '.ci/contract-pending.txt')

const lines = (text) => text.split('\n').filter((line) => line.trim() !== '')

const differences = () => {
  // Run from server/, where graphql resolves.
  const { status, stdout, stderr } = spawnSync(process.execPath, [checker, join(root, 'schema.graphql')], {
    cwd: join(root, 'server'),
    encoding: 'utf8',
  })
  if (status === 0) return []
  if (status === 1 && stdout) return lines(stdout).slice(0, -1)
  throw new Error(`The contract check could not run: ${stderr || 'no reason given'}`)
}

const found = differences()
const pending = existsSync(list) ? lines(readFileSync(list, 'utf8')) : []
const fresh = found.filter((line) => !pending.includes(line))
const mended = pending.filter((line) => !found.includes(line))

if (process.argv.includes('--shrink')) {
  writeFileSync(
    list,
    pending
      .filter((line) => found.includes(line))
      .map((line) => `${line}\n`)
      .join(''),
  )
  mended.length = 0
}
for (const line of fresh) console.log(`breaks the contract: ${line}`)
for (const line of mended) console.log(`mended, take it off .ci/contract-pending.txt (--shrink): ${line}`)
console.log(`${found.length} differences from the contract, ${pending.length - mended.length} of them known`)
process.exitCode = fresh.length + mended.length === 0 ? 0 : 1
