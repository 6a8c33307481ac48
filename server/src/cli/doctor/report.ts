import { explainError } from '../command-error.ts'
import { print } from '../print.ts'

/** What a check found wrong, and what mends it. */
export class Finding extends Error {
  override name = 'Finding'
  constructor(
    wrong: string,
    readonly fix: string,
  ) {
    super(wrong)
  }
}

/** The doctor's lines: ✓ with what was seen, ✗ with what to do, – for what could not or need not be looked at. */
export class Report {
  failures = 0

  /** Runs a check, which gives what it saw or throws a Finding, and says whether all was well. */
  async check(name: string, look: () => Promise<string>): Promise<boolean> {
    try {
      print(`✓ ${name}: ${await look()}`)
      return true
    } catch (error) {
      this.fail(name, error)
      return false
    }
  }

  fail(name: string, error: unknown): void {
    this.failures++
    print(`✗ ${name}: ${oneLine(explainError(error))}${error instanceof Finding ? ` → ${error.fix}` : ''}`)
  }

  skip(name: string, why: string): void {
    print(`– ${name}: ${why}`)
  }
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ')
