import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Mail, MailUnavailable } from './mail.ts'
import { createSmtpMailer } from './smtp-mailer.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

const mail: Mail = {
  to: 'robin@acme.example',
  subject: 'New text',
  text: 'Is the blue one back?',
  html: '<p>Is the blue one back?</p>',
  messageId: '<notification-1@inbox.example>',
  thread: '<conversation-1@inbox.example>',
}
const yes = async () => true

/** A short patience, so that silence is over soon. */
const mailerOf = (url: string) =>
  createSmtpMailer({ url, from: 'Parley <inbox@acme.example>', timeoutMs: 300 })

const sendTo = async (url: string, handOver = yes) => {
  const session = await mailerOf(url).open()
  const outcome = await session.send(mail, handOver)
  session.close()
  return outcome
}

/** A server that speaks just enough SMTP, and falls silent or goes away at a given command. */
const breakAt = async (command: string, how: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>()
  const answers: Record<string, string> = { EHLO: '250 here', MAIL: '250 ok', RCPT: '250 ok', DATA: '354 go' }
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    if (command === 'CONNECT') return how(socket)
    socket.write('220 broken.example\r\n')
    let inData = false
    socket.on('data', (chunk) => {
      const text = chunk.toString()
      if (inData) return text.endsWith('\r\n.\r\n') ? how(socket) : undefined
      const verb = text.slice(0, 4).toUpperCase()
      if (verb === command) return how(socket)
      inData = verb === 'DATA'
      socket.write(`${answers[verb] ?? '250 ok'}\r\n`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  running.push({
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  })
  return `smtp://127.0.0.1:${(server.address() as { port: number }).port}`
}
const drop = (socket: Socket): void => {
  socket.destroy()
}
const silence = (): void => undefined

describe('a connection that breaks', () => {
  test.each([
    ['the server is not there', async () => 'smtp://127.0.0.1:9'],
    ['it hangs up at once', () => breakAt('CONNECT', drop)],
    ['it never greets', () => breakAt('CONNECT', silence)],
  ])('%s: no mail can go out', async (_, start) => {
    await expect(mailerOf(await start()).open()).rejects.toBeInstanceOf(MailUnavailable)
  })

  test.each([
    ['drops', 'RCPT', drop],
    ['drops', 'DATA', drop],
    ['falls silent', 'RCPT', silence],
  ] as const)('%s at %s, before the mail was handed over: it goes later', async (_, command, how) => {
    const handOver = vi.fn(yes)
    const outcome = await sendTo(await breakAt(command, how), handOver)
    expect(outcome).toMatchObject({ status: 'PUT_OFF' })
    expect(handOver).not.toHaveBeenCalled()
  })

  test.each([
    ['drops', drop],
    ['falls silent', silence],
  ] as const)('%s behind the mail: nobody knows, and it is never sent again', async (_, how) => {
    const outcome = await sendTo(await breakAt('THE END', how), yes)
    expect(outcome).toMatchObject({ status: 'UNKNOWN' })
  })
})
