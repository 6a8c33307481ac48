import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { upsertCoupon } from '../features/coupons/actions/upsert-coupon.ts'
import { UserErrors } from '../platform/errors.ts'
import { CommandError } from './command-error.ts'
import { findAccount } from './find-account.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

interface Options {
  account: string
  coupon: string
  file: string
}

/** Codes in one call of the action. */
const CHUNK = 100_000

interface Line {
  number: number
  code: string
}

/** `import-codes`: fills the pool of a unique coupon from a file, one code a line (R23). */
export const addImportCodes = (program: Command): void => {
  program
    .command('import-codes')
    .description('add codes to the pool of a unique coupon, which is made if there is none of this name')
    .requiredOption('--account <account>', 'id or exact name')
    .requiredOption('--coupon <name>', 'name of the coupon')
    .requiredOption('--file <path>', 'text file with one code a line; - reads the standard input')
    .addHelpText(
      'after',
      '\nCodes that the pool has already are left as they are: a run that broke off can be repeated.',
    )
    .action(({ account: wanted, coupon, file }: Options) =>
      withParley(async ({ db, contextFor }) => {
        const lines = await readLines(file)
        const account = await findAccount(db, wanted)
        let [added, duplicates] = [0, 0]
        for (let from = 0; from < lines.length; from += CHUNK) {
          const chunk = lines.slice(from, from + CHUNK)
          const codes = chunk.map(({ code }) => code)
          const done = await upsertCoupon(contextFor(account.id), {
            name: coupon,
            type: 'UNIQUE',
            codes,
          }).catch((error: unknown) => {
            throw named(error, chunk)
          })
          added += done.addedCodes
          duplicates += done.duplicateCodes
        }
        print(
          `Added ${added} codes to ${coupon} of ${account.name}; ${duplicates} were there already, or came twice.`,
        )
      }),
    )
}

const readLines = async (file: string): Promise<Line[]> => {
  const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8').catch((error: unknown) => {
    throw new CommandError(
      `The file ${file} cannot be read: ${error instanceof Error ? error.message : error}`,
    )
  })
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ number: index + 1, code: line.trim() }))
    .filter(({ code }) => code !== '')
  if (lines.length === 0) throw new CommandError(`The file ${file} has no codes in it.`)
  return lines
}

/** An error of a code with the line that it is in. */
const named = (error: unknown, lines: Line[]): unknown => {
  if (!(error instanceof UserErrors)) return error
  const [item] = error.items
  const line = item?.field?.[1] === 'codes' && item.field[2] ? lines[Number(item.field[2])] : undefined
  return item && line
    ? new CommandError(`Line ${line.number}: ${item.message} Nothing of it and what follows was added.`)
    : error
}
