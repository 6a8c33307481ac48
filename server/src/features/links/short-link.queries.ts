import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { globalIdOf } from '../../platform/ids.ts'
import type { ShortLinkRow } from './short-link.graphql.ts'

const columns = `${globalIdOf('ShortLink', 'l.id')} as id, l.id as "rowId", l.base || l.slug as url, l.target, l.clicks,
  l.first_clicked_at as "firstClickedAt"`

const BY_ID = {
  name: 'short_links_by_id',
  text: `select ${columns} from short_links l where l.account_id = $1 and l.id = any($2::uuid[])`,
}

export const shortLinkById = defineLoader<ShortLinkRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return readInAccount<ShortLinkRow>(ctx.db.pool, accountId, BY_ID, [accountId, ids])
  },
  (link) => link.rowId,
)

/** Links that one message may have: a text of 5,000 characters holds no more. */
const MOST_LINKS = 500

/** Message by message, so that each one's are read in their order from the index. */
export const BY_MESSAGE = {
  name: 'short_links_by_message',
  text: `
    select l.message_id as "messageId", ${columns}
    from unnest($2::uuid[]) as m(id) cross join lateral (
      select * from short_links l where l.account_id = $1 and l.message_id = m.id order by l.position limit ${MOST_LINKS}
    ) l`,
}

/** The links of a message, in the order of its text. */
export interface MessageLinks {
  messageId: string
  links: ShortLinkRow[]
}

export const linksByMessage = defineLoader<MessageLinks>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<ShortLinkRow & { messageId: string }>(
      ctx.db.pool,
      accountId,
      BY_MESSAGE,
      [accountId, ids],
    )
    const byMessage = Map.groupBy(rows, (row) => row.messageId)
    return [...byMessage].map(([messageId, links]) => ({ messageId, links }))
  },
  (message) => message.messageId,
)
