import { fillWords } from '../features/messages/words/fill-words.ts'
import { silent, type World } from './build.ts'

const BEHIND = `
  select 1 from message_words_progress p join account_heads h using (account_id)
  where p.seq < h.seq or p.backfill_after is not null limit 1`

/** Puts all messages where search finds them; a sweep takes only so many at a time. */
export const fillAllWords = async ({ db, owner }: World): Promise<void> => {
  do await fillWords(db, silent)
  while ((await owner.query(BEHIND)).rows.length > 0)
}
