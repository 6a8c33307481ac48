import { crc32 } from 'node:zlib'

const PLACES = 2 ** 14

/**
 * Tells requests that came lately from those that come for the first time, by checksums in a table of fixed size:
 * most requests never come again, and keeping each to compare with would cost more than the comparison saves. Two
 * requests with one checksum are taken for the same, so this is good for a guess only.
 */
export class AskedBefore {
  private readonly checksums = new Uint32Array(PLACES)

  /** Notes a request, whose it is and what it says; whether the same came before. */
  note(whose: string, request: string): boolean {
    const checksum = crc32(request, crc32(whose))
    const place = checksum % PLACES
    const isKnown = this.checksums[place] === checksum
    this.checksums[place] = checksum
    return isKnown
  }
}
