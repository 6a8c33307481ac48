import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { Sender } from './sender.graphql.ts'
import { usualPace } from './usual-pace.ts'

export interface SenderRow extends Sender {
  rowId: string
}

const columns = `id as "rowId", address, type, can_receive as "canReceive",
  messages_per_second::float8 as "messagesPerSecond"`

const BY_ID = {
  name: 'senders_by_id',
  text: `select ${columns} from senders where account_id = $1 and id = any($2::uuid[])`,
}
const OF_ACCOUNT = {
  name: 'senders_of_account',
  text: `select ${columns} from senders where account_id = $1 order by created_at, id`,
}

interface Columns extends Omit<SenderRow, 'id' | 'messagesPerSecond'> {
  messagesPerSecond: number | null
}

const withId = (row: Columns): SenderRow => ({
  ...row,
  id: toGlobalId('Sender', row.rowId),
  messagesPerSecond: row.messagesPerSecond ?? usualPace[row.type],
})

export const senderById = defineLoader<SenderRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<Columns>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(withId)
  },
  (sender) => sender.rowId,
)

/** All numbers and names that the account sends from, the oldest first. */
export const sendersOfAccount = async (ctx: RequestContext): Promise<SenderRow[]> => {
  const { accountId } = ctx.actor
  return (await readInAccount<Columns>(ctx.db.pool, accountId, OF_ACCOUNT, [accountId])).map(withId)
}
