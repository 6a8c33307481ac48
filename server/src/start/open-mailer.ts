import pg from 'pg'
import type { Env } from '../env.ts'
import type { Logger } from '../platform/log.ts'
import { type Mailer, MailUnavailable } from '../platform/mail/mail.ts'
import { createSmtpMailer } from '../platform/mail/smtp-mailer.ts'
import type { Stoppable } from './stop-in-order.ts'

export interface MailerParts {
  env: Env
  databaseUrl: string
  log: Logger
}

/**
 * Where mails go: to the server in `SMTP_URL`, else to the sandbox's mailbox. With neither they wait, and are given up
 * after a day with that reason.
 */
export const openMailer = async ({ env, databaseUrl, log }: MailerParts): Promise<Mailer & Stoppable> => {
  if (env.smtpUrl)
    return { ...createSmtpMailer({ url: env.smtpUrl, from: env.mailFrom }), stop: async () => undefined }
  if (env.carrier !== 'sandbox') return { open: noServer, stop: async () => undefined }
  const { createMailbox } = await import('../sandbox/mailbox.ts')
  // The owner's connection: the application's role has no business in the sandbox.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 5_000 })
  pool.on('error', (error) => log.warn({ err: error }, 'the mailbox lost a connection'))
  return { ...createMailbox(pool), stop: () => pool.end() }
}

const noServer = (): Promise<never> =>
  Promise.reject(new MailUnavailable('Parley has no mail server: its operator has to set SMTP_URL.'))
