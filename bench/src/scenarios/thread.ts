import { toGlobalId } from '../../../server/src/platform/ids.ts'
import { longThread } from '../amounts.ts'
import { query } from '../database.ts'
import { askGraphql } from '../graphql.ts'
import type { Scenario, ScenarioContext } from './context.ts'
import { measurePage } from './pages.ts'

const thread = `query Thread($id: ID!, $before: String) {
  conversation(id: $id) {
    id status isUnread
    profile { id name phoneNumber }
    messages(last: 50, before: $before) {
      nodes { id direction kind text status encoding segments createdAt sentAt deliveredAt }
      pageInfo { hasPreviousPage startCursor }
    }
  }
}`

const cursors = `query Cursors($id: ID!) { conversation(id: $id) { messages(last: 20) { edges { cursor } } } }`

/** Long threads, with the sequences of the last twenty texts of each, in order. */
const THREADS = `
  select c.id, array(select seq from (select seq from messages m where m.account_id = c.account_id
    and m.profile_id = c.profile_id order by seq desc limit 20) as last order by seq) as seqs
  from conversations c where c.account_id = $1 and c.activity_seq <= $2 order by c.activity_seq`

interface Thread {
  id: string
  seqs: string[]
}

interface Cursors {
  conversation: { messages: { edges: { cursor: string }[] } }
}

const readCursors = async ({ parley, database }: ScenarioContext, threads: Thread[]): Promise<string[][]> => {
  const found: string[][] = []
  for (const { id } of threads) {
    const variables = { id: toGlobalId('Conversation', id) }
    const { conversation }: Cursors = await askGraphql(parley.url, database.apiKey, cursors, variables)
    found.push(conversation.messages.edges.map(({ cursor }) => cursor))
  }
  return found
}

/** The thread page: 50 messages of one conversation. Threads are long enough for twenty pages of 50 in each. */
export const measureThread: Scenario = async (context) => {
  const { database } = context
  const threads = await query<Thread>(database.url, THREADS, [
    database.accountId,
    longThread.count * longThread.texts,
  ])
  const cursorsOf = await readCursors(context, threads)
  // Place by place, so that the same thread comes again only after all the others.
  const places = Array.from({ length: 20 }, (_, turn) =>
    threads.map((found, index) => ({ ...found, index, turn })),
  ).flat()
  await measurePage(
    {
      query: thread,
      limitPath: '/thread',
      parleyVariables: places.map(({ id, index, turn }) => ({
        id: toGlobalId('Conversation', id),
        before: cursorsOf[index]?.[turn],
      })),
      peerVariables: places.map(({ id, seqs, turn }) => ({
        id: toGlobalId('Conversation', id),
        before: String(seqs[turn]),
      })),
      limitQueries: places.map(({ id, seqs, turn }) => `id=${id}&before=${seqs[turn]}`),
    },
    context,
  )
}
