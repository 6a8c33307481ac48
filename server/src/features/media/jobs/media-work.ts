import { sweepOrphans } from '../actions/sweep-orphans.ts'
import { forgetAttachments } from '../inbound/claim-attachments.ts'
import { createMediaFetcher, type MediaFetcherParts } from '../inbound/media-fetcher.ts'

/** What the worker does for media. */
export interface MediaWork {
  /** Fetches attachments that are due, beside everything else: a slow host holds up no text (B1). */
  fetchDue(): void
  /** Deletes uploads that nobody sent, and forgets attachments that nobody wanted to see. */
  sweep(): Promise<void>
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

export const createMediaWork = (parts: MediaFetcherParts): MediaWork => {
  const fetcher = createMediaFetcher(parts)
  return {
    fetchDue: () => void fetcher.kick(),
    sweep: async () => {
      await sweepOrphans(parts.db, parts.storage, parts.log)
      await forgetAttachments(parts.db)
    },
    stop: () => fetcher.stop(),
  }
}
