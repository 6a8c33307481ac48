import { type Command, Option } from 'commander'
import { findEntry } from '../../features/carrier/journal/journal.queries.ts'
import {
  type Retried,
  type RetrySelection,
  retryEntries,
} from '../../features/carrier/journal/retry-entries.ts'
import type { Database } from '../../platform/db/database.ts'
import { CommandError } from '../command-error.ts'
import { print } from '../print.ts'
import { type ParleyParts, withParley } from '../with-parley.ts'
import { checkEntryId } from './entry-id.ts'

interface Options {
  setAside?: boolean
  unrouted?: boolean
}

/** `journal retry`: replays calls by the very functions that take them live (R43). Fails if any of them fails again. */
export const addJournalRetry = (journal: Command): void => {
  journal
    .command('retry')
    .description('replay one call, or all that failed by themselves, or all to numbers that no account had')
    .argument('[id]', 'of journal list')
    .option('--set-aside', 'all that were set aside')
    .addOption(new Option('--unrouted', 'all to numbers that no account had').conflicts('setAside'))
    .action((id: string | undefined, options: Options) => {
      const selection = readSelection(id, options)
      return withParley((parts) => retry(parts, selection))
    })
}

const readSelection = (id: string | undefined, { setAside, unrouted }: Options): RetrySelection => {
  if ([id, setAside, unrouted].filter(Boolean).length !== 1)
    throw new CommandError('Say what to replay: an id, --set-aside or --unrouted.')
  if (id !== undefined) return { id: checkEntryId(id) }
  return { outcome: setAside ? 'SET_ASIDE' : 'UNROUTED' }
}

const retry = async ({ db, log }: ParleyParts, selection: RetrySelection): Promise<void> => {
  if ('id' in selection && !(await findEntry(db, selection.id)))
    throw new CommandError(`The journal has no entry ${selection.id}.`)
  const counts = new Map<string, number>()
  for await (const page of retryEntries(db, log, selection))
    for (const one of page) {
      counts.set(one.outcome, (counts.get(one.outcome) ?? 0) + 1)
      await explainFailure(db, one)
    }
  if (counts.size === 0) return print('There is nothing to replay.')
  print(`Replayed: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`)
  if (['SET_ASIDE', 'UNROUTED', 'PENDING'].some((outcome) => counts.has(outcome)))
    throw new CommandError('Not all of them could be taken; those stay in the journal.')
}

const explainFailure = async (db: Database, { id, outcome }: Retried): Promise<void> => {
  if (outcome !== 'SET_ASIDE') return
  const entry = await findEntry(db, id)
  print(`${id} failed again: ${entry?.error ?? 'no error is kept'}`)
}
