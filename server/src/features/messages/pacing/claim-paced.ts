import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { sendableMediaUrls } from '../../media/sendable-media.ts'
import type { SenderType } from '../../senders/sender.entity.ts'
import { usualPace } from '../../senders/usual-pace.ts'
import { shortensLinks } from '../compose-claimed.ts'
import { composeTexts } from '../compose-text.ts'
import type { Claim } from '../sending/claim-next.ts'
import { AT_ONCE, decideTurn, dueMessages, type PacedMessage } from './paced-message.ts'
import { type Bucket, costOf, tokensIn } from './token-bucket.ts'
import { holdMessages, putBackMessages, refuseMessages, type Started, startMessages } from './write-turns.ts'

/** A campaign or flow message that this process alone may hand to the carrier now. */
export interface PacedClaim extends Claim {
  profileId: string
}

/** What a look at a sender gave; `isFull`: there may be more to do at once. */
export interface PacedClaims {
  claims: PacedClaim[]
  isFull: boolean
}

const BUCKET = `
  select s.type, s.messages_per_second::float8 as "perSecond", b.tokens,
    extract(epoch from clock_timestamp() - b.refilled_at)::float8 as "secondsAgo"
  from senders s left join sender_pace b on b.sender_id = s.id
  where s.account_id = entered_account() and s.id = $1`

const KEEP_BUCKET = `
  insert into sender_pace (sender_id, account_id, tokens, refilled_at)
  values ($1, entered_account(), $2, clock_timestamp())
  on conflict (sender_id) do update set tokens = excluded.tokens, refilled_at = excluded.refilled_at`

/**
 * Claims campaign and flow messages of one sender whose time has come, up to `most` and as many as its pace allows: all
 * workers share one bucket of tokens. Asks the gate once more (R19): what it refuses fails with the reason, what it
 * holds waits until quiet hours end. Each person gets one at a time, and answers to them go first. Texts are put
 * together here (R23, R34). A claim is written before the carrier is called (R22), as a reply's is.
 */
export const claimPaced = (ctx: Context, senderId: string, most: number): Promise<PacedClaims> =>
  inTransaction(ctx, async (ctx) => {
    const tokens = await tokensOf(ctx, senderId)
    const due = await dueMessages(ctx, senderId)
    const turns = takeTurns(due, most, tokens)
    const { started, refused } = await compose(ctx, turns.toSend)
    await startMessages(ctx, started)
    await refuseMessages(ctx, [...turns.refused, ...refused])
    await holdMessages(ctx, turns.held)
    await putBackMessages(ctx, turns.waiting)
    const cost = started.reduce((sum, message) => sum + costOf(message), 0)
    if (cost > 0) await sql(ctx, KEEP_BUCKET, [senderId, tokens - cost])
    const settled = started.length + turns.refused.length + turns.held.length + turns.waiting.length
    const claims: PacedClaim[] = []
    for (const message of started) claims.push(await claimOf(ctx, message))
    return { claims, isFull: due.length === AT_ONCE && settled > 0 }
  })

const tokensOf = async (ctx: WriteContext, senderId: string): Promise<number> => {
  const [row] = await sql<{ type: SenderType; perSecond: number | null } & (Bucket | { tokens: null })>(
    ctx,
    BUCKET,
    [senderId],
  )
  if (!row) return 0
  return tokensIn(row.tokens === null ? null : row, row.perSecond ?? usualPace[row.type])
}

/** Sorts messages by what is to become of them; those to send beyond `most` or the tokens stay as they are. */
const takeTurns = (due: PacedMessage[], most: number, tokens: number) => {
  const now = new Date()
  const served = new Set<string>()
  const toSend: PacedMessage[] = []
  let left = tokens
  const refused: { message: PacedMessage; code: string }[] = []
  const held: { message: PacedMessage; until: Date }[] = []
  const waiting: { message: PacedMessage; seconds: number | null }[] = []
  for (const message of due) {
    const turn = decideTurn(message, served, now)
    if (turn.kind === 'SEND') {
      served.add(message.profileId)
      // In their order: one with media that has to wait keeps those behind it waiting.
      if (toSend.length < most && left >= 1) {
        toSend.push(message)
        left -= costOf(message)
      }
    } else if (turn.kind === 'REFUSE') refused.push({ message, code: turn.code })
    else if (turn.kind === 'HOLD') held.push({ message, until: turn.until })
    else waiting.push({ message, seconds: turn.kind === 'WAIT' ? turn.seconds : null })
  }
  return { toSend, refused, held, waiting }
}

/** Texts as they are sent; a message whose text can't be put together fails with the reason. */
const compose = async (
  ctx: WriteContext,
  messages: PacedMessage[],
): Promise<{ started: Started[]; refused: { message: PacedMessage; code: string }[] }> => {
  const open = messages.flatMap((message) =>
    message.composition === null
      ? []
      : [{ ...message, messageId: message.id, shortenLinks: shortensLinks(message.composition) }],
  )
  const composed = await composeTexts(ctx, open)
  const outcomeOf = new Map(open.map(({ id }, index) => [id, composed[index]]))
  const started: Started[] = []
  const refused: { message: PacedMessage; code: string }[] = []
  for (const message of messages) {
    const written = outcomeOf.get(message.id) ?? message
    if ('error' in written) refused.push({ message, code: written.error.code })
    else {
      const { text, encoding, segments } = written
      // R24: with media it is one segment, however long its text.
      started.push({ ...message, written: { text, encoding, segments: message.mediaIds ? 1 : segments } })
    }
  }
  return { started, refused }
}

const claimOf = async (ctx: WriteContext, message: Started): Promise<PacedClaim> => {
  if (!message.from) throw new Error('the gate let a message without a sender pass')
  return {
    messageId: message.id,
    profileId: message.profileId,
    attempt: message.attempt,
    from: message.from,
    to: message.to,
    text: message.written.text,
    mediaUrls: await sendableMediaUrls(ctx, message.mediaIds),
  }
}
