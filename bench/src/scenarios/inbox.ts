import { query } from '../database.ts'
import { askGraphql } from '../graphql.ts'
import type { Scenario, ScenarioContext } from './context.ts'
import { measurePage } from './pages.ts'

const inbox = `query Inbox($after: String) {
  conversations(first: 50, after: $after) {
    nodes {
      id status isUnread snoozedUntil lastMessageAt
      profile { id name phoneNumber isBlocked }
      lastMessage { id direction kind text status createdAt }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

const places = 15_000

const cursors = `query Cursors($after: String) {
  conversations(first: 100, after: $after) { edges { cursor } pageInfo { endCursor } }
}`

interface Cursors {
  conversations: { edges: { cursor: string }[]; pageInfo: { endCursor: string } }
}

/** Parley's cursors of the newest conversations, in order. */
const readCursors = async ({ parley, database }: ScenarioContext): Promise<string[]> => {
  const found: string[] = []
  let after: string | undefined
  while (found.length < places) {
    const { conversations }: Cursors = await askGraphql(parley.url, database.apiKey, cursors, { after })
    found.push(...conversations.edges.map(({ cursor }) => cursor))
    after = conversations.pageInfo.endCursor
    if (conversations.edges.length === 0) break
  }
  return found
}

/** The inbox page: 50 conversations with profile and last message. */
export const measureInbox: Scenario = async (context) => {
  const { database } = context
  const parleyCursors = await readCursors(context)
  const rows = await query<{ seq: string }>(
    database.url,
    'select activity_seq as seq from conversations where account_id = $1 order by activity_seq desc limit $2',
    [database.accountId, parleyCursors.length],
  )
  await measurePage(
    {
      query: inbox,
      limitPath: '/inbox',
      parleyVariables: parleyCursors.map((after) => ({ after })),
      peerVariables: rows.map(({ seq }) => ({ after: seq })),
      limitQueries: rows.map(({ seq }) => `before=${seq}`),
    },
    context,
  )
}
