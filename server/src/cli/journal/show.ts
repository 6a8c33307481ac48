import type { Command } from 'commander'
import { findEntry, type JournalDetail } from '../../features/carrier/journal/journal.queries.ts'
import { formPairs } from '../../features/carrier/plivo/form-pairs.ts'
import { parsePhoneNumber, redactPhone } from '../../platform/phone.ts'
import { fromStorableText } from '../../platform/storable-text.ts'
import { CommandError } from '../command-error.ts'
import { print, printTable } from '../print.ts'
import { withParley } from '../with-parley.ts'
import { checkEntryId } from './entry-id.ts'

/** `journal show`: one call with its parameters; what a customer wrote, and the number, only when asked for. */
export const addJournalShow = (journal: Command): void => {
  journal
    .command('show')
    .description('one call of the carrier with all its parameters')
    .argument('<id>', 'of journal list')
    .option('--show-text', "show the text, media and the customer's number too", false)
    .action((id: string, { showText }: { showText: boolean }) =>
      withParley(async ({ db }) => {
        const entry = await findEntry(db, checkEntryId(id))
        if (!entry) throw new CommandError(`The journal has no entry ${id}.`)
        printTable(fields(entry))
        print('Parameters:')
        printTable(parameters(entry, showText))
      }),
    )
}

const fields = (entry: JournalDetail): string[][] => [
  ['Kind', entry.kind],
  ['Received', entry.receivedAt],
  ['Path', entry.path],
  ['Account', entry.accountName ?? '–'],
  ['Outcome', `${entry.outcome} after ${entry.attempts} tries`],
  ['Settled', entry.settledAt ?? '–'],
  ['Error', entry.error ?? '–'],
]

const parameters = ({ kind, raw }: JournalDetail, showText: boolean): string[][] => {
  const customer = kind === 'INBOUND' ? 'From' : 'To'
  return formPairs(fromStorableText(raw)).map(([name, value]) => {
    if (showText) return ['', name, JSON.stringify(value)]
    if (name === customer) return ['', name, redactPhone(parsePhoneNumber(value) ?? value)]
    return [
      '',
      name,
      /^(Text|Body|Media\d+)$/.test(name) ? `[${value.length} characters]` : JSON.stringify(value),
    ]
  })
}
