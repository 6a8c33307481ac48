import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log.ts'
import { type Mailer, type MailOutcome, type MailSession, MailUnavailable } from '../../platform/mail/mail.ts'
import {
  type ClaimedNotification,
  claimNotifications,
  giveUpAbandoned,
  handOver,
  putOff,
  readContent,
  settle,
} from './notification-statements.ts'
import { composeNotification } from './notification-text.ts'

export interface DeliveryParts {
  db: Database
  log: Logger
  mailer: Mailer
  publicUrl: string
}

const FIRST_DELAY_S = 30
const LONGEST_DELAY_S = 15 * 60
/** After a day nobody needs to be told of a message any more. */
const GIVE_UP_MS = 24 * 60 * 60 * 1_000

/** Seconds until the next attempt: 30 s after the first, then twice as long each time, up to 15 minutes. */
export const delayAfter = (attempt: number): number =>
  Math.min(FIRST_DELAY_S * 2 ** Math.min(attempt - 1, 20), LONGEST_DELAY_S)

/**
 * Sends the mails that are due, one after the other, until there are none or `isStopping` (R35). The row is written
 * before the mail leaves and again when its outcome is known; one without an outcome is UNKNOWN and never sent again,
 * so that nobody gets a mail twice. What the server can't take now is tried again for a day.
 */
export const deliverNotifications = async (
  parts: DeliveryParts,
  isStopping: () => boolean = () => false,
): Promise<void> => {
  const { db, log } = parts
  const abandoned = await giveUpAbandoned(db)
  if (abandoned > 0) log.warn({ mails: abandoned }, 'mails were given up whose outcome is unknown')
  let session: MailSession | null = null
  try {
    for (;;) {
      const claims = await claimNotifications(db)
      for (const claim of claims) {
        if (isStopping()) await putOff(db, claim, 'the server was stopped', 0)
        else session = await deliver(parts, session, claim)
      }
      if (claims.length === 0 || isStopping()) return
    }
  } finally {
    session?.close()
  }
}

/** Delivers one; gives the session to go on with. */
const deliver = async (
  parts: DeliveryParts,
  session: MailSession | null,
  claim: ClaimedNotification,
): Promise<MailSession | null> => {
  const { db, mailer, publicUrl } = parts
  const content = await readContent(db, claim)
  if (!content) {
    await settle(db, claim, 'SKIPPED', null)
    return session
  }
  let open: MailSession
  try {
    open = session?.isOpen() ? session : await mailer.open()
  } catch (error) {
    if (!(error instanceof MailUnavailable)) throw error
    await tryLater(parts, claim, error.message)
    return null
  }
  const mail = composeNotification(
    { ...content, notificationId: claim.id, address: claim.address },
    publicUrl,
  )
  const outcome = await open.send(mail, () => handOver(db, claim))
  await settleAs(parts, claim, outcome)
  return open
}

const settleAs = async (
  parts: DeliveryParts,
  claim: ClaimedNotification,
  outcome: MailOutcome,
): Promise<void> => {
  switch (outcome.status) {
    case 'SENT':
      return settle(parts.db, claim, 'SENT', null)
    case 'PUT_OFF':
      return tryLater(parts, claim, outcome.reason)
    case 'REFUSED':
      return giveUp(parts, claim, 'FAILED', outcome.reason)
    case 'UNKNOWN':
      return giveUp(parts, claim, 'UNKNOWN', outcome.reason)
    case 'OVERTAKEN':
    // Another process has it.
  }
}

const tryLater = async (parts: DeliveryParts, claim: ClaimedNotification, reason: string): Promise<void> => {
  if (Date.now() - Date.parse(claim.createdAt) >= GIVE_UP_MS) return giveUp(parts, claim, 'FAILED', reason)
  await putOff(parts.db, claim, reason, delayAfter(claim.attempt))
  const { id, accountId, attempt } = claim
  // What the server said may name the address, and a mail server's words are not ours to log.
  parts.log.info({ mail: id, accountId, attempt }, 'a mail could not go out; it is tried again')
}

const giveUp = async (
  { db, log }: DeliveryParts,
  claim: ClaimedNotification,
  status: 'FAILED' | 'UNKNOWN',
  reason: string,
): Promise<void> => {
  await settle(db, claim, status, reason)
  const { id, accountId, attempt } = claim
  log.warn({ mail: id, accountId, attempt, status }, 'a mail was given up; the settings say why')
}
