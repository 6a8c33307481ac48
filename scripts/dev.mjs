// npm run dev: the server, restarted when a file of it changes, and Vite for the client, which passes the
// server's routes on to it. The page is one port above the server's.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const port = Number(process.env.PORT || 4000)

// In a process group of its own: the terminal's Ctrl-C would reach the server besides the watcher's own
// signal, and a second one cuts its ending short.
const server = spawn(
  process.execPath,
  ['--watch', '--watch-preserve-output', '--import', '@oxc-node/core/register', 'server/src/main.ts'],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: true },
)
const vite = spawn(
  process.execPath,
  ['client/node_modules/vite/bin/vite.js', 'client', '--port', String(port + 1)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, PARLEY_SERVER: `http://localhost:${port}` } },
)
const children = [server, vite]

const ended = Promise.all(children.map((child) => new Promise((done) => child.once('exit', done))))
let stopping = false

// A Ctrl-C comes twice, from the terminal and from npm, which passes it on: each child is told once.
const stop = () => {
  if (stopping) return
  stopping = true
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM')
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
for (const child of children) {
  child.once('exit', (code) => {
    if (stopping) return
    process.exitCode = code ?? 1
    stop()
  })
}
await ended
