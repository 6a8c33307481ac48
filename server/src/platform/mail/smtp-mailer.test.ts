import { afterEach, describe, expect, test, vi } from 'vitest'
import { type MailServer, smtpError, startMailServer } from '../../test/mail-server.ts'
import { type Mail, MailUnavailable } from './mail.ts'
import { createSmtpMailer } from './smtp-mailer.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

type Options = Parameters<typeof startMailServer>[0]

const serve = async (options: Options = {}): Promise<MailServer> => {
  const server = await startMailServer(options)
  running.push(server)
  return server
}

const mail: Mail = {
  to: 'robin@acme.example',
  subject: 'New text from Zoë',
  text: 'Zoë texted:\n\nIs the blue one back?\n.\nA line of one dot',
  html: '<p>Is the blue one back?</p>',
  messageId: '<notification-1@inbox.example>',
  thread: '<conversation-1@inbox.example>',
}
const yes = async () => true

const mailerOf = (url: string, timeoutMs = 2_000) =>
  createSmtpMailer({ url, from: '"Parley, Inc." <inbox@acme.example>', timeoutMs })

/** Sends one mail over a session of its own. */
const sendTo = async (url: string, handOver = yes, timeoutMs?: number) => {
  const session = await mailerOf(url, timeoutMs).open()
  const outcome = await session.send(mail, handOver)
  session.close()
  return outcome
}

describe('a mail arrives', () => {
  test('as text and HTML, from and to whom it should, in its thread', async () => {
    const server = await serve()
    expect(await sendTo(server.url)).toEqual({ status: 'SENT' })
    const [taken] = server.taken
    expect(taken).toMatchObject({ from: 'inbox@acme.example', to: ['robin@acme.example'] })
    for (const line of [
      /^From: "Parley, Inc\." <inbox@acme\.example>$/m,
      /^To: robin@acme\.example$/m,
      /^Subject: =\?UTF-8\?Q\?New_text_from_Zo=C3=AB\?=$/m,
      /^Message-ID: <notification-1@inbox\.example>$/m,
      /^References: <conversation-1@inbox\.example>$/m,
      /^In-Reply-To: <conversation-1@inbox\.example>$/m,
      /^Auto-Submitted: auto-generated$/m,
      /^Content-Type: multipart\/alternative/m,
      /^Content-Type: text\/plain/m,
      /^Content-Type: text\/html/m,
    ])
      expect(taken?.raw.replaceAll('\r\n', '\n')).toMatch(line)
  })

  test('several over one connection', async () => {
    const server = await serve()
    const session = await mailerOf(server.url).open()
    for (const to of ['a@acme.example', 'b@acme.example', 'c@acme.example'])
      expect(await session.send({ ...mail, to }, yes)).toEqual({ status: 'SENT' })
    session.close()
    expect(server.taken.map((one) => one.to)).toEqual([
      ['a@acme.example'],
      ['b@acme.example'],
      ['c@acme.example'],
    ])
    expect(server.connections()).toBe(1)
  })

  test('R35: nothing in a subject begins another header', async () => {
    const server = await serve()
    const session = await mailerOf(server.url).open()
    await session.send({ ...mail, subject: 'Hi\r\nBcc: victim@acme.example\r\n\r\nBody' }, yes)
    session.close()
    expect(server.taken[0]?.to).toEqual(['robin@acme.example'])
    expect(server.taken[0]?.raw).not.toMatch(/^Bcc:/m)
  })
})

describe('TLS and sign-in', () => {
  const stopsAt = (url: string) => expect(mailerOf(url).open()).rejects.toBeInstanceOf(MailUnavailable)

  test('STARTTLS is used when offered, and a certificate that nobody vouches for is refused', async () => {
    const secured: boolean[] = []
    const server = await serve({
      hideSTARTTLS: false,
      onMailFrom: (_address, session, done) => {
        secured.push(session.secure)
        done()
      },
    })
    await stopsAt(server.url)
    expect(await sendTo(`${server.url}?tls.rejectUnauthorized=false`)).toEqual({ status: 'SENT' })
    expect(secured).toEqual([true])
  })

  test('smtps is TLS from the start', async () => {
    const server = await serve({ secure: true })
    await stopsAt(server.url)
    expect(await sendTo(`${server.url}?tls.rejectUnauthorized=false`)).toEqual({ status: 'SENT' })
  })

  test('a wrong password is no mail’s fault: none goes out, and none is given up by it', async () => {
    const server = await serve({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        username === 'parley' && password === 'p@ss/word'
          ? done(null, { user: 'parley' })
          : done(new Error('wrong')),
    })
    const as = (user: string) => server.url.replace('://', `://${user}@`)
    await stopsAt(as('parley:nonsense'))
    expect(await sendTo(as('parley:p%40ss%2Fword'))).toEqual({ status: 'SENT' })
  })
})

describe('what the server answers', () => {
  test.each([
    ['PUT_OFF', 450, 'greylisted, come back later', 'onRcptTo'],
    ['REFUSED', 550, 'no such mailbox', 'onRcptTo'],
    ['PUT_OFF', 451, 'try again', 'onMailFrom'],
    ['REFUSED', 553, 'not from you', 'onMailFrom'],
  ] as const)('%s: %i "%s" to %s, before the mail was handed over', async (status, code, message, hook) => {
    const handOver = vi.fn(yes)
    const server = await serve({
      [hook]: (_a: unknown, _s: unknown, done: (e: Error) => void) => done(smtpError(code, message)),
    })
    const outcome = await sendTo(server.url, handOver)
    expect(outcome).toMatchObject({ status, reason: expect.stringContaining(message) })
    expect(handOver).not.toHaveBeenCalled()
  })

  test.each([
    ['PUT_OFF', 452, 'mailbox full'],
    ['REFUSED', 554, 'looks like spam'],
  ] as const)('%s: %i "%s" to the mail itself is an outcome', async (status, code, message) => {
    const server = await serve({
      onData: (stream, _session, done) => {
        stream.resume()
        stream.on('end', () => done(smtpError(code, message)))
      },
    })
    expect(await sendTo(server.url)).toMatchObject({ status, reason: expect.stringContaining(message) })
  })

  test('a session takes no more after a refusal, whatever state the server is in', async () => {
    const server = await serve({ onRcptTo: (_address, _session, done) => done(smtpError(550, 'no')) })
    const session = await mailerOf(server.url).open()
    expect(session.isOpen()).toBe(true)
    await session.send(mail, yes)
    expect(session.isOpen()).toBe(false)
  })

  test('a mail that somebody else has is not sent at all', async () => {
    const server = await serve()
    expect(await sendTo(server.url, async () => false)).toEqual({ status: 'OVERTAKEN' })
    await server.close()
    expect(server.taken).toEqual([])
  })
})
