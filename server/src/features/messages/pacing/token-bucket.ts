/** A sender's bucket as it was written last; `secondsAgo` since then. */
export interface Bucket {
  tokens: number
  secondsAgo: number
}

/**
 * Tokens that a message takes: one, or twenty with media, which is how much less of them Plivo grants an account at
 * first (5 SMS and 0.25 MMS a second). A bucket may run into debt for one: then nothing goes until that is paid off.
 */
export const costOf = ({ mediaIds }: { mediaIds: string[] | null }): number => (mediaIds ? 20 : 1)

/** What has gathered while nothing was sent is used at once, but no more than this. */
const BURST_SECONDS = 2

/** Tokens that a bucket holds at most. At least one: else a sender slower than one in two seconds would never send. */
export const capacityOf = (perSecond: number): number => Math.max(1, perSecond * BURST_SECONDS)

/** Tokens in a bucket now. A new one starts with those of a second; a clock that was set back adds nothing. */
export const tokensIn = (bucket: Bucket | null, perSecond: number): number => {
  if (!bucket) return Math.max(1, perSecond)
  return Math.min(capacityOf(perSecond), bucket.tokens + Math.max(0, bucket.secondsAgo) * perSecond)
}
