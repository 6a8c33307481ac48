import { z } from 'zod'

/** What an address has at most (RFC 5321), and what goes into a header without being encoded. */
const LONGEST = 254
const address = z.email().max(LONGEST)

/**
 * Reads an e-mail address: one alone, in ASCII, without a name, without anything that could end a header's line. Null
 * for what is none. It keeps its case, which only the domain's owner may ignore.
 */
export const parseEmailAddress = (text: string): string | null => {
  const read = address.safeParse(text.trim())
  return read.success ? read.data : null
}
