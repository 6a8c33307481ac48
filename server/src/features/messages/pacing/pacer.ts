import type { Context } from '../../../platform/context.ts'
import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Logger } from '../../../platform/log.ts'
import { handOver, type Sending } from '../sending/send-queued.ts'
import { claimPaced, type PacedClaim } from './claim-paced.ts'
import { createSettler } from './settle-sends.ts'

export interface PacerParts {
  db: Database
  log: Logger
  sending: Sending
  contextFor(accountId: string): Context
}

export interface Pacer {
  /** Looks at once: something may wait. */
  kick(): void
  /** Hands nothing more over, and resolves when what is under way is settled. */
  stop(): Promise<void>
}

/** How often it looks: a second's tokens go out in a few portions. */
const LOOK_MS = 250
/** Nothing was due, and nobody said that something came. */
const IDLE_MS = 1_000
/** Texts under way at once. Replies have slots of their own (worker.ts), so that these never keep them waiting. */
const SLOTS = 20

/**
 * Senders with a message whose time has come. By steps from one sender's messages to the next's in the index: as many
 * look-ups as there are senders with messages that wait, however many messages those are.
 */
export const DUE_SENDERS = `
  with recursive senders_waiting as (
    (select account_id, sender_id from messages where paced_at is not null order by account_id, sender_id limit 1)
    union all
    select n.account_id, n.sender_id from senders_waiting w cross join lateral (
      select account_id, sender_id from messages
      where paced_at is not null and (account_id, sender_id) > (w.account_id, w.sender_id)
      order by account_id, sender_id limit 1
    ) n
  )
  select account_id as "accountId", sender_id as "senderId" from senders_waiting w
  where exists (select from messages m where m.account_id = w.account_id and m.sender_id = w.sender_id
    and m.paced_at is not null and m.paced_at <= now())`

/**
 * Sends campaign and flow messages at the pace of their senders (R41). Works on rows with a due time: what a process
 * that died had not claimed is claimed by the next look of another, and what it had is settled as a reply's attempt is.
 */
export const startPacer = ({ db, log, sending, contextFor }: PacerParts): Pacer => {
  const underWay = new Set<Promise<void>>()
  const settler = createSettler(contextFor, log)
  let isStopping = false
  let wake = (): void => undefined

  const send = async (ctx: Context, claim: PacedClaim): Promise<void> => {
    const outcome = await handOver(ctx, sending, claim)
    await settler.settle(ctx.actor.accountId, { claim, outcome })
  }

  const start = (ctx: Context, claim: PacedClaim): void => {
    const sent = send(ctx, claim)
      // Its lease ends by itself, as that of a process that died.
      .catch((error: unknown) =>
        log.error(
          { err: error, messageId: claim.messageId },
          'what became of a message could not be written',
        ),
      )
      .finally(() => underWay.delete(sent))
    underWay.add(sent)
  }

  /** Claims for a sender until its pace, its messages or the slots are used up. */
  const serve = async (accountId: string, senderId: string): Promise<void> => {
    for (;;) {
      const free = SLOTS - underWay.size
      if (free <= 0 || isStopping) return
      const ctx = contextFor(accountId)
      const { claims, isFull } = await claimPaced(ctx, senderId, free)
      for (const claim of claims) start(contextFor(accountId), claim)
      if (!isFull) return
    }
  }

  const look = async (): Promise<boolean> => {
    const due = await querySystem<{ accountId: string; senderId: string }>(db, DUE_SENDERS, [])
    for (const { accountId, senderId } of due) await serve(accountId, senderId)
    return due.length > 0
  }

  const run = async (): Promise<void> => {
    while (!isStopping) {
      let isBusy = false
      try {
        isBusy = await look()
      } catch (error) {
        log.error({ err: error }, 'campaign messages could not be claimed; trying again soon')
      }
      if (isStopping) return
      await rest(isBusy ? LOOK_MS : IDLE_MS)
    }
  }

  /** Woken, it rests no longer than it does when it is busy: commits come in bursts. */
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      let timer = setTimeout(resolve, ms)
      const since = performance.now()
      wake = () => {
        clearTimeout(timer)
        const left = isStopping ? 0 : Math.max(0, LOOK_MS - (performance.now() - since))
        timer = setTimeout(resolve, left)
      }
    })

  const running = run()
  return {
    kick: () => wake(),
    stop: async () => {
      isStopping = true
      wake()
      await running
      await Promise.all(underWay)
    },
  }
}
