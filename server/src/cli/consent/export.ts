import type { Command } from 'commander'
import { stringify } from 'csv-stringify/sync'
import { type ExportedChange, exportLedger } from '../../features/consent/export-ledger.ts'
import { parsePhoneNumber } from '../../platform/phone.ts'
import { CommandError } from '../command-error.ts'
import { findAccount } from '../find-account.ts'
import { oneOf } from '../one-of.ts'
import { note, print } from '../print.ts'
import { withParley } from '../with-parley.ts'

const formats = ['CSV', 'JSON'] as const

interface Options {
  account: string
  format: (typeof formats)[number]
}

const columns = [
  'at',
  'recordedAt',
  'from',
  'to',
  'method',
  'evidence',
  'rule',
  'by',
] as const satisfies (keyof ExportedChange)[]

/** `consent export`: all that the ledger says of a number, also of a person whose profile is gone (R18). */
export const addConsentExport = (consent: Command): void => {
  consent
    .command('export')
    .description("all changes of a person's consent with their evidence, the oldest first")
    .argument('<number>', 'phone number, in E.164')
    .requiredOption('--account <account>', 'id or exact name')
    .option('--format <format>', formats.join(', '), oneOf(formats), 'CSV')
    .action((number: string, { account: wanted, format }: Options) =>
      withParley(async ({ db, contextFor }) => {
        const phoneNumber = parsePhoneNumber(number)
        if (phoneNumber === null)
          throw new CommandError(`"${number}" is no phone number in E.164: +14155550100.`)
        const account = await findAccount(db, wanted)
        const parts = exportLedger(contextFor(account.id), phoneNumber)
        const count = format === 'CSV' ? await printCsv(parts) : await printJson(parts)
        if (count === 0) note('The ledger has nothing of this number.')
      }),
    )
}

/** With a header line; what a spreadsheet would take for a formula is told that it is text. */
const printCsv = async (parts: AsyncIterable<ExportedChange[]>): Promise<number> => {
  const options = { columns: [...columns], escape_formulas: true }
  print(stringify([], { ...options, header: true }).trimEnd())
  let count = 0
  for await (const part of parts) {
    print(stringify(part, options).trimEnd())
    count += part.length
  }
  return count
}

const printJson = async (parts: AsyncIterable<ExportedChange[]>): Promise<number> => {
  const changes: ExportedChange[] = []
  for await (const part of parts) changes.push(...part)
  print(JSON.stringify(changes, null, 2))
  return changes.length
}
