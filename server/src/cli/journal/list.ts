import type { Command } from 'commander'
import { listEntries } from '../../features/carrier/journal/journal.queries.ts'
import type { JournalOutcome } from '../../features/carrier/journal/journal-statements.ts'
import { findAccount } from '../find-account.ts'
import { oneOf } from '../one-of.ts'
import { print, printTable } from '../print.ts'
import { withParley } from '../with-parley.ts'

const LIMIT = 50

const outcomes = ['PENDING', 'DONE', 'DUPLICATE', 'UNROUTED', 'SET_ASIDE'] as const satisfies JournalOutcome[]

interface Options {
  outcome?: JournalOutcome
  account?: string
}

/** `journal list`: the newest calls of the carrier and what became of them (R43). */
export const addJournalList = (journal: Command): void => {
  journal
    .command('list')
    .description(`the newest ${LIMIT} calls of the carrier and what became of them`)
    .option('--outcome <outcome>', outcomes.join(', '), oneOf(outcomes))
    .option('--account <account>', 'id or exact name')
    .action(({ outcome, account: wanted }: Options) =>
      withParley(async ({ db }) => {
        const account = wanted === undefined ? undefined : await findAccount(db, wanted)
        const entries = await listEntries(db, { outcome, accountId: account?.id }, LIMIT)
        if (entries.length === 0) return print('No such entries.')
        printTable([
          ['RECEIVED', 'ID', 'KIND', 'OUTCOME', 'TRIES', 'ACCOUNT', 'ERROR'],
          ...entries.map((entry) => [
            entry.receivedAt,
            entry.id,
            entry.kind,
            entry.outcome,
            String(entry.attempts),
            entry.accountName ?? '–',
            entry.error ?? '',
          ]),
        ])
      }),
    )
}
