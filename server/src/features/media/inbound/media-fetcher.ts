import pLimit from 'p-limit'
import type { Context } from '../../../platform/context.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Logger } from '../../../platform/log.ts'
import { claimAttachments, type DueAttachment } from './claim-attachments.ts'
import { type FetchParts, fetchAttachment } from './fetch-attachment.ts'
import { settleAttachment } from './settle-attachment.ts'

export interface MediaFetcherParts extends FetchParts {
  db: Database
  log: Logger
  contextFor(accountId: string): Context
}

export interface MediaFetcher {
  /** Attachments may be due. Resolves when none is any more; nothing else need wait for that. */
  kick(): Promise<void>
  /** Finishes the attachments in hand, and leaves the rest to others. */
  stop(): Promise<void>
}

/** Of each account in one go, and of all accounts at once: files of 5 MB pass through memory. */
const OF_EACH = 10
const AT_ONCE = 4

/** Fetches attachments that are due, until there are none (B1). */
export const createMediaFetcher = (parts: MediaFetcherParts): MediaFetcher => {
  const atOnce = pLimit(AT_ONCE)
  let running: Promise<void> | null = null
  let stopping = false

  const take = async (attachment: DueAttachment): Promise<void> => {
    // Its lease runs out by itself.
    if (stopping) return
    const ctx = parts.contextFor(attachment.accountId)
    try {
      await settleAttachment(ctx, attachment, await fetchAttachment(ctx, parts, attachment))
    } catch (error) {
      const { accountId, messageId } = attachment
      parts.log.error({ err: error, accountId, messageId }, 'an attachment could not be settled')
    }
  }
  const run = async (): Promise<void> => {
    try {
      for (;;) {
        const due = stopping ? [] : await claimAttachments(parts.db, OF_EACH)
        if (due.length === 0) break
        await Promise.all(due.map((attachment) => atOnce(() => take(attachment))))
      }
    } catch (error) {
      parts.log.error({ err: error }, 'attachments could not be claimed; the next sweep tries again')
    }
    running = null
  }

  return {
    kick: async () => {
      if (!stopping) running ??= run()
      await running
    },
    stop: async () => {
      stopping = true
      await running
    },
  }
}
