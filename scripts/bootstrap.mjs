// Installs the dependencies if they are not those of the lockfile. Plain Node 20, nothing imported from
// node_modules: this runs before there are any. Usage: node scripts/bootstrap.mjs [--quiet]
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const pnpm = 'pnpm@12.21.0'
const root = fileURLToPath(new URL('..', import.meta.url))
// The packages run on the Node 24 that is among them, not on the one that installs.
const noise = /Unsupported engine|Unknown (user|env|project) config|^npm notice/
const stamp = join(root, 'node_modules', '.parley-installed')
const quiet = process.argv.includes('--quiet')

const manifests = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'package.json',
  'server/package.json',
  'client/package.json',
  'bench/package.json',
]

const wanted = () => {
  const hash = createHash('sha256').update(`${pnpm} ${process.platform} ${process.arch}\n`)
  for (const file of manifests) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

const installed = () => {
  try {
    return readFileSync(stamp, 'utf8').trim()
  } catch {
    return undefined
  }
}

const installEnvironment = (home) => {
  // CI: never ask. NODE_ENV=production would leave out what builds the client.
  const { NODE_ENV: _, npm_config_user_agent: __, ...environment } = process.env
  return { ...environment, CI: 'true', HOME: process.env.HOME || home }
}

/** Runs the install to its end; what it says is shown as it comes, or with --quiet only when it fails. */
const install = (home) =>
  new Promise((done) => {
    const args = ['--yes', pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only']
    const child = spawn('npx', args, {
      cwd: root,
      env: installEnvironment(home),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    process.once('SIGTERM', () => child.kill('SIGTERM'))
    let output = ''
    const take = (line) => {
      output += `${line}\n`
      if (!quiet && !noise.test(line)) process.stderr.write(`${line}\n`)
    }
    createInterface(child.stdout).on('line', take)
    createInterface(child.stderr).on('line', take)
    child.on('error', (error) => done({ code: 1, output: `${output}\n${error.message}` }))
    child.on('close', (code) => done({ code: code ?? 1, output }))
  })

const requireUsableNode = () => {
  const brought = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
  const major = Number(process.versions.node.split('.')[0])
  if (brought || major >= 24) return
  process.stderr.write(
    `Parley brings its own Node 24 on Linux x64 and arm64; on ${process.platform} ${process.arch} it needs Node 24 or newer, and this is ${process.version}.\n`,
  )
  process.exit(1)
}

const hash = wanted()
if (installed() !== hash) {
  requireUsableNode()
  process.stderr.write('Installing what Parley needs (the first time this takes up to a minute) …\n')
  const started = Date.now()
  const home = mkdtempSync(join(tmpdir(), 'parley-home-'))
  const { code, output } = await install(home)
  rmSync(home, { recursive: true, force: true })
  if (code !== 0) {
    if (quiet) process.stderr.write(output)
    process.stderr.write(
      'Could not install the dependencies (see above): check the connection to the npm registry and the room on the disk, then start again.\n',
    )
    process.exit(1)
  }
  writeFileSync(stamp, `${hash}\n`)
  process.stderr.write(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`)
}
