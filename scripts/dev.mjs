// npm run dev: the server, restarted when a file of it changes, and Vite for the client, which passes the
// server's routes on to it. The page is one port above the server's.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const port = Number(process.env.PORT || 4000)

const start = (command, args, environment) =>
  spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } })

const children = [
  start(process.execPath, [
    '--watch',
    '--watch-preserve-output',
    '--import',
    '@oxc-node/core/register',
    'server/src/main.ts',
  ]),
  start(process.execPath, ['client/node_modules/vite/bin/vite.js', 'client', '--port', String(port + 1)], {
    PARLEY_SERVER: `http://localhost:${port}`,
  }),
]

const ended = Promise.all(children.map((child) => new Promise((done) => child.once('exit', done))))
let stopping = false

const stop = (signal) => {
  stopping = true
  for (const child of children) if (child.exitCode === null) child.kill(signal)
}

process.on('SIGTERM', () => stop('SIGTERM'))
// The terminal's Ctrl-C reaches the children by itself, and a second one would cut their ending short.
process.on('SIGINT', () => {
  stopping = true
})
for (const child of children) {
  child.once('exit', (code) => {
    if (stopping) return
    process.exitCode = code ?? 1
    stop('SIGTERM')
  })
}
await ended
