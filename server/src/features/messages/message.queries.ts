import { RowReader } from '../../platform/db/row-reader.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import { fromSequenceCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { bySize, type PageReader, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { MessageRow } from './message.graphql.ts'
import { MESSAGE_COLUMNS, readMessage } from './message-row.ts'

const read = (values: unknown[]): MessageRow => readMessage(new RowReader(values))

const BY_ID = {
  name: 'messages_by_id',
  text: `select ${MESSAGE_COLUMNS} from messages m where m.account_id = $1 and m.id = any($2::uuid[])`,
  rowMode: 'array',
} as const

export const messageById = defineLoader<MessageRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<unknown[]>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(read)
  },
  (message) => message.rowId,
)

/** Pages of a thread: $1 account, $2 profile, $3 sequence to stay before. */
export const THREADS = bySize((size) => ({
  name: `thread_${size}`,
  text: `
    select ${MESSAGE_COLUMNS} from messages m where m.account_id = $1 and m.profile_id = $2 and m.seq < $3
    order by m.seq desc limit ${size + 1}`,
  rowMode: 'array' as const,
}))

const AFTER_ALL = Number.MAX_SAFE_INTEGER

const cursorOf = (message: MessageRow): string => toCursor(message.seq)

/** The last messages with a person, or the last before a cursor; the oldest first (R10, R12). */
export const threadPage = (
  ctx: RequestContext,
  profileId: string,
  asked: { last: number; before: string | null | undefined },
): PageReader<MessageRow> => {
  const { accountId } = ctx.actor
  const before = fromSequenceCursor('before', asked.before)
  return async () => {
    const values = [accountId, profileId, before ?? AFTER_ALL]
    const rows = await readInAccount<unknown[]>(
      ctx.db.pool,
      accountId,
      THREADS[statementSize(asked.last)],
      values,
    )
    return {
      rows: rows.slice(0, asked.last).reverse().map(read),
      cursorOf,
      hasPreviousPage: rows.length > asked.last,
      hasNextPage: before !== null,
    }
  }
}
