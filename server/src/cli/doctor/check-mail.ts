import nodemailer from 'nodemailer'
import { explainError } from '../command-error.ts'
import { Finding } from './report.ts'

const TIMEOUT_MS = 5_000

/** The mail server lets us in; no mail is sent. */
export const checkMail = async (smtpUrl: string): Promise<string> => {
  const url = new URL(smtpUrl)
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
  })
  try {
    await transport.verify()
    return `${url.hostname} lets us in`
  } catch (error) {
    throw new Finding(
      `${url.hostname} does not let us in (${explainError(error)})`,
      'check host, port, user and password in SMTP_URL, and smtp:// or smtps://',
    )
  } finally {
    transport.close()
  }
}
