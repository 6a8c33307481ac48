import type { Command } from 'commander'
import { addJournalList } from './list.ts'
import { addJournalRetry } from './retry.ts'
import { addJournalShow } from './show.ts'

/** `journal`: the carrier's calls as they were kept before they were answered (R43). */
export const addJournal = (program: Command): void => {
  const journal = program
    .command('journal')
    .description("the carrier's calls: what came, what became of it, and replaying it")
  addJournalList(journal)
  addJournalShow(journal)
  addJournalRetry(journal)
}
