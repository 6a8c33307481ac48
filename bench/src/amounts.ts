import type { Amount } from './database.ts'

/** Conversations made first, whose threads are longer than a page. */
export const longThread = { count: 1_000, texts: 71 }

/** The main database: long threads for the thread page, short ones to make up the number. */
export const mainAmounts = (conversations: number): Amount[] => [
  [longThread.count, longThread.texts],
  [conversations - longThread.count, 2],
]
