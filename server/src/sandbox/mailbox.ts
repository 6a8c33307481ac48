import type pg from 'pg'
import type { Mailer } from '../platform/mail/mail.ts'

const KEEP = 'insert into parley_sandbox.mails (to_addresses, subject, text, html) values ($1, $2, $3, $4)'

/** Keeps mails in the sandbox, whose page shows them as they come, in place of an SMTP server. */
export const createMailbox = (pool: pg.Pool): Mailer => ({
  open: async () => ({
    isOpen: () => true,
    close: () => undefined,
    send: async (mail, handOver) => {
      if (!(await handOver())) return { status: 'OVERTAKEN' }
      await pool.query(KEEP, [[mail.to], mail.subject, mail.text, mail.html])
      return { status: 'SENT' }
    },
  }),
})
