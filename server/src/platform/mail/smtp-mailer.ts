import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import {
  type Mail,
  type Mailer,
  type MailOutcome,
  type MailSession,
  MailUnavailable,
  reasonOf,
} from './mail.ts'

export interface SmtpOptions {
  /** `SMTP_URL`, with options of nodemailer in its query. */
  url: string
  /** `MAIL_FROM`. */
  from: string
  /** For tests: shorter times to wait. */
  timeoutMs?: number
}

const TIMEOUT_MS = 30_000

/** What nodemailer adds to an error. */
interface SmtpFailure extends Error {
  responseCode?: number
  code?: string
}

/** Mails through an SMTP server, each in a transaction of its own; TLS as soon as the server offers it. */
export const createSmtpMailer = ({ url, from, timeoutMs = TIMEOUT_MS }: SmtpOptions): Mailer => ({
  open: async () => {
    const connection = new SMTPConnection({
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...parseConnectionUrl(url),
    })
    try {
      await connect(connection)
      await signIn(connection, url)
    } catch (error) {
      connection.close()
      throw new MailUnavailable(reasonOf(error), { cause: error })
    }
    return sessionOn(connection, from)
  },
})

const connect = (connection: SMTPConnection): Promise<void> =>
  new Promise((resolve, reject) => {
    // It stays: an error without a listener would end the process. A send in hand hears of it by its own callback.
    connection.on('error', reject)
    connection.once('end', () => reject(new Error('the connection was closed')))
    connection.connect((error) => (error ? reject(error) : resolve()))
  })

const signIn = async (connection: SMTPConnection, url: string): Promise<void> => {
  const { auth } = parseConnectionUrl(url)
  if (!auth) return
  await new Promise<void>((resolve, reject) =>
    connection.login(auth, (error) => (error ? reject(error) : resolve())),
  )
}

const sessionOn = (connection: SMTPConnection, from: string): MailSession => {
  let isOpen = true
  connection.once('end', () => {
    isOpen = false
  })
  const close = (): void => {
    isOpen = false
    connection.close()
  }
  return {
    isOpen: () => isOpen,
    close: () => {
      if (isOpen) connection.quit()
      isOpen = false
    },
    send: async (mail, handOver) => {
      const outcome = await sendOn(connection, from, mail, handOver)
      // After anything but a success the server may be in the middle of something.
      if (outcome.status !== 'SENT') close()
      return outcome
    },
  }
}

class Overtaken extends Error {}

const sendOn = async (
  connection: SMTPConnection,
  from: string,
  mail: Mail,
  handOver: () => Promise<boolean>,
): Promise<MailOutcome> => {
  const { envelope, message } = await compose(from, mail)
  let isHandedOver = false
  // Read only once the server has said "go ahead" to DATA.
  async function* body(): AsyncGenerator<Buffer> {
    if (!(await handOver())) throw new Overtaken()
    isHandedOver = true
    yield message
  }
  return new Promise((resolve) =>
    connection.send(envelope, Readable.from(body()), (error) =>
      resolve(error ? outcomeOf(error, isHandedOver) : { status: 'SENT' }),
    ),
  )
}

const outcomeOf = (error: SmtpFailure, isHandedOver: boolean): MailOutcome => {
  if (error instanceof Overtaken) return { status: 'OVERTAKEN' }
  const reason = reasonOf(error)
  const { responseCode } = error
  // An answer is an outcome, also behind the mail itself: the server has not taken it.
  if (responseCode) return { status: responseCode >= 500 ? 'REFUSED' : 'PUT_OFF', reason }
  if (isHandedOver) return { status: 'UNKNOWN', reason }
  // What nodemailer itself finds wrong with address or size no other time will mend.
  return { status: error.code === 'EENVELOPE' || error.code === 'EMESSAGE' ? 'REFUSED' : 'PUT_OFF', reason }
}

const compose = async (from: string, mail: Mail) => {
  const node = new MailComposer({
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    inReplyTo: mail.thread,
    references: mail.thread,
    // No vacation notice shall answer it.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  }).compile()
  const message = await node.build()
  const { from: sender } = node.getEnvelope()
  return { envelope: { from: sender, to: [mail.to], size: message.length }, message }
}
