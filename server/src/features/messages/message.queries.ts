import { RowReader } from '../../platform/db/row-reader.ts'
import { readInAccount, type ScopedRead } from '../../platform/db/scoped-query.ts'
import { fromSequenceCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { bySize, type Page, type PageReader, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { MessageRow } from './message.graphql.ts'
import { MESSAGE_COLUMNS, PLAIN_MESSAGE_COLUMNS, readMessage } from './message-row.ts'

const read = (values: unknown[]): MessageRow => readMessage(new RowReader(values))

const BY_ID = {
  name: 'messages_by_id',
  text: `select ${MESSAGE_COLUMNS} from messages m where m.account_id = $1 and m.id = any($2::uuid[]) and not m.is_hidden`,
  rowMode: 'array',
} as const

export const messageById = defineLoader<MessageRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<unknown[]>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(read)
  },
  (message) => message.rowId,
)

/** Pages of a thread, without what is kept from view of a blocked person (B8): $1 account, $2 profile, $3 sequence to stay before. */
export const THREADS = bySize((size) => ({
  name: `thread_${size}`,
  text: `
    select ${MESSAGE_COLUMNS} from messages m where m.account_id = $1 and m.profile_id = $2 and m.seq < $3
      and not m.is_hidden
    order by m.seq desc limit ${size + 1}`,
  rowMode: 'array' as const,
}))

const AFTER_ALL = Number.MAX_SAFE_INTEGER

/** Which messages of a thread: the last, or the last before a cursor. */
export interface ThreadAsked {
  last: number
  before: string | null | undefined
}

const cursorOf = (message: MessageRow): string => toCursor(message.seq)

const pageOfThread = (rows: unknown[][], { last, before }: ThreadAsked): Page<MessageRow> => ({
  rows: rows.slice(0, last).reverse().map(read),
  cursorOf,
  hasPreviousPage: rows.length > last,
  hasNextPage: before != null,
})

/** The last messages with a person, or the last before a cursor; the oldest first (R10, R12). */
export const threadPage = (
  ctx: RequestContext,
  profileId: string,
  asked: ThreadAsked,
): PageReader<MessageRow> => {
  const { accountId } = ctx.actor
  const before = fromSequenceCursor('before', asked.before) ?? AFTER_ALL
  const statement = THREADS[statementSize(asked.last)]
  return async () => {
    const values = [accountId, profileId, before]
    return pageOfThread(await readInAccount<unknown[]>(ctx.db.pool, accountId, statement, values), asked)
  }
}

const threadsOfConversation = (name: string, columns: string) =>
  bySize((size) => ({
    name: `thread_of_conversation_${name}_${size}`,
    text: `
      select m.* from conversations c, lateral (
        select ${columns} from messages m
        where m.account_id = c.account_id and m.profile_id = c.profile_id and m.seq < $3
          and not m.is_hidden
        order by m.seq desc limit ${size + 1}
      ) m where c.account_id = $1 and c.id = $2`,
    rowMode: 'array' as const,
  }))

/** The same by conversation: $2 its row id. */
export const THREADS_OF_CONVERSATION = {
  whole: threadsOfConversation('whole', MESSAGE_COLUMNS),
  plain: threadsOfConversation('plain', PLAIN_MESSAGE_COLUMNS),
}

/**
 * The read for `threadPage` by the conversation's row id, and what makes the page of its rows; `plain` for an operation
 * that `asksForPlainMessages`.
 */
export const threadOfConversation = (
  accountId: string,
  conversationId: string,
  asked: ThreadAsked,
  extent: keyof typeof THREADS_OF_CONVERSATION,
): { read: ScopedRead; pageOf: (rows: unknown[][]) => Page<MessageRow> } => {
  const before = fromSequenceCursor('before', asked.before) ?? AFTER_ALL
  const statement = THREADS_OF_CONVERSATION[extent][statementSize(asked.last)]
  return {
    read: { statement, values: [accountId, conversationId, before] },
    pageOf: (rows) => pageOfThread(rows, asked),
  }
}
