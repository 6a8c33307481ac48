import fastify from 'fastify'
import mercurius from 'mercurius'
import type pg from 'pg'
import { rowTypes } from '../../../server/src/platform/db/row-types.ts'
import { INBOX_ROWS, NEWEST, THREAD_ROWS } from './pages-sql.ts'
import { accountId, openPool, port } from './peer-environment.ts'
import { announce } from './peers.ts'

/* Mercurius with its jit on the same hand-written SQL, rows turned into objects by hand, no resolver below the root. */

const schema = `
  enum ConversationStatus { OPEN SNOOZED CLOSED }
  enum Direction { INBOUND OUTBOUND }
  type Query {
    conversations(first: Int = 50, after: String): ConversationConnection!
    conversation(id: ID!): Conversation
  }
  type ConversationConnection { nodes: [Conversation!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Conversation {
    id: ID! status: ConversationStatus! isUnread: Boolean! snoozedUntil: String lastMessageAt: String!
    profile: Profile! lastMessage: Message messages(last: Int = 50, before: String): MessageConnection!
  }
  type Profile { id: ID! name: String phoneNumber: String! isBlocked: Boolean! }
  type MessageConnection { nodes: [Message!]! pageInfo: PageInfo! }
  type Message {
    id: ID! direction: Direction! kind: String! text: String! status: String! encoding: String! segments: Int!
    createdAt: String! sentAt: String deliveredAt: String
  }`

const pool = openPool(10)
const ask = async (
  statement: { name: string; text: string },
  values: unknown[],
): Promise<pg.QueryResultRow[]> => (await pool.query({ ...statement, values, types: rowTypes })).rows

const messageOf = (row: pg.QueryResultRow) => ({
  id: `msg_${row.message_id}`,
  direction: row.direction,
  kind: row.kind,
  text: row.text,
  status: row.message_status,
  encoding: row.encoding,
  segments: row.segments,
  createdAt: row.created_at,
  sentAt: row.sent_at,
  deliveredAt: row.delivered_at,
})

const profileOf = (row: pg.QueryResultRow) => ({
  id: `prf_${row.profile_id}`,
  name: row.name,
  phoneNumber: row.phone_number,
  isBlocked: row.blocked_at !== null,
})

const inboxPage = async (after: string | undefined) => {
  const rows = await ask(INBOX_ROWS, [accountId, after ?? NEWEST])
  const shown = rows.slice(0, 50)
  return {
    nodes: shown.map((row) => ({
      id: `cnv_${row.id}`,
      status: row.status,
      isUnread: row.is_unread,
      snoozedUntil: row.snoozed_until,
      lastMessageAt: row.last_message_at,
      profile: profileOf(row),
      lastMessage: messageOf(row),
    })),
    pageInfo: { hasNextPage: rows.length > 50, endCursor: String(shown.at(-1)?.activity_seq) },
  }
}

/** The page of messages is read with the conversation, so its cursor is looked for in the variables. */
const threadPage = async (id: string, before: string | undefined) => {
  const rows = await ask(THREAD_ROWS, [accountId, before ?? NEWEST, id.slice(4)])
  const [row] = rows
  if (!row) return null
  const shown = rows.slice(0, 50).reverse()
  return {
    id,
    status: row.status,
    isUnread: row.is_unread,
    profile: profileOf(row),
    messages: {
      nodes: shown.map(messageOf),
      pageInfo: { hasPreviousPage: rows.length > 50, startCursor: String(shown[0]?.seq) },
    },
  }
}

const app = fastify()
app.register(mercurius, {
  schema,
  jit: 1,
  resolvers: {
    Query: {
      conversations: (_root: unknown, { after }: { after?: string }) => inboxPage(after),
      conversation: (
        _root: unknown,
        { id }: { id: string },
        _context: unknown,
        { variableValues }: { variableValues: Record<string, unknown> },
      ) => threadPage(id, variableValues.before as string | undefined),
    },
  },
})
await app.listen({ port, host: '127.0.0.1' })
announce()
