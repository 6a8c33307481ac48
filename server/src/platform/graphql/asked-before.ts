import { crc32 } from 'node:zlib'

const PLACES = 2 ** 14

/**
 * Tells requests that came lately from others, by checksums in two tables of fixed size: most requests don't come again
 * soon, and keeping each to compare with would cost more than the comparison saves. Two requests with one checksum are
 * taken for the same, so this is good for a guess only.
 */
export class AskedBefore {
  private newer = new Uint32Array(PLACES)
  private older = new Uint32Array(PLACES)
  private turnedAt = 0

  /** What came this long ago, in ms, is forgotten; half as long ago, it is still known for sure. */
  constructor(private readonly withinMs: number) {}

  /** Notes a request, whose it is and what it says; whether the same came before. */
  note(whose: string, request: string): boolean {
    this.forget(Date.now())
    const checksum = crc32(request, crc32(whose))
    const place = checksum % PLACES
    const isKnown = this.newer[place] === checksum || this.older[place] === checksum
    this.newer[place] = checksum
    return isKnown
  }

  private forget(now: number): void {
    const passed = now - this.turnedAt
    if (passed < this.withinMs / 2) return
    this.turnedAt = now
    const older = this.newer
    this.newer = this.older.fill(0)
    this.older = passed < this.withinMs ? older : older.fill(0)
  }
}
