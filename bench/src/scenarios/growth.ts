import { startParley } from '../contestants/parley.ts'
import { type BenchDatabase, createDatabase } from '../database.ts'
import { askGraphql } from '../graphql.ts'
import { decimals, print, printBars, printTable, whole } from '../print.ts'
import { median } from '../statistics.ts'
import type { Scenario } from './context.ts'

const questions = {
  'inbox page': `{ conversations(first: 50) { nodes { id status isUnread lastMessageAt
    profile { id name phoneNumber } lastMessage { id direction text status createdAt } } pageInfo { hasNextPage endCursor } } }`,
  'unread page': `{ conversations(first: 50, filter: { status: [OPEN], unread: true }) { nodes { id status isUnread lastMessageAt
    profile { id name phoneNumber } lastMessage { id direction text status createdAt } } pageInfo { hasNextPage endCursor } } }`,
  'unread count': '{ unreadCount }',
  'status counts': `{ open: conversations(first: 1, filter: { status: [OPEN] }) { totalCount }
    snoozed: conversations(first: 1, filter: { status: [SNOOZED] }) { totalCount }
    closed: conversations(first: 1, filter: { status: [CLOSED] }) { totalCount } }`,
} as const
type Question = keyof typeof questions
const names = Object.keys(questions) as Question[]

const someConversation = '{ conversations(first: 1, filter: { status: [CLOSED] }) { nodes { id } } }'
const samples = 60

type Ask = <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>

/** Milliseconds of each question, with a change ahead of it, so that no answer is kept from before. */
const askAll = async (ask: Ask, id: string): Promise<Record<Question, number>> => {
  const took = {} as Record<Question, number>
  for (const [index, name] of names.entries()) {
    const verb = index % 2 === 0 ? 'markConversationsUnread' : 'markConversationsRead'
    await ask(`mutation ($ids: [ID!]!) { ${verb}(ids: $ids) { userErrors { code } } }`, { ids: [id] })
    const start = performance.now()
    await ask(questions[name])
    took[name] = performance.now() - start
  }
  return took
}

interface Size {
  conversations: number
  ask: Ask
  id: string
  took: Record<Question, number>[]
  stop(): Promise<void>
}

const openSize = async (database: BenchDatabase, conversations: number): Promise<Size> => {
  const parley = await startParley(database)
  const ask: Ask = (text, variables) => askGraphql(parley.url, database.apiKey, text, variables)
  const found = await ask<{ conversations: { nodes: { id: string }[] } }>(someConversation)
  const id = found.conversations.nodes[0]?.id
  if (!id) throw new Error('no conversation to change')
  return { conversations, ask, id, took: [], stop: parley.stop }
}

const typical = ({ took }: Size, name: Question): number => median(took.map((one) => one[name]))

const report = (small: Size, large: Size): void => {
  printTable(
    ['p50 ms, one connection, nothing kept', whole(small.conversations), whole(large.conversations)],
    names.map((name) => [name, decimals(typical(small, name), 2), decimals(typical(large, name), 2)]),
  )
  printBars(
    names.map((name) => ({
      what: `growth of the ${name}`,
      measured: typical(large, name) / typical(small, name),
      limit: { atMost: 1.3 },
    })),
  )
}

/** The same questions to an account of 10,000 conversations and to one of a million, asked by turns. */
export const measureGrowth: Scenario = async ({ options, cluster }) => {
  const few = 10_000
  const many = options.manyConversations
  const small = await createDatabase(cluster, 'parley_bench_small', [[few, 2]])
  print(`  Generating ${whole(many)} conversations …`)
  const large = await createDatabase(cluster, 'parley_bench_large', [[many, 1]])
  const sizes = [await openSize(small, few), await openSize(large, many)] as const
  try {
    for (let sample = -20; sample < samples * options.rounds; sample++) {
      for (const size of sizes) {
        const took = await askAll(size.ask, size.id)
        if (sample >= 0) size.took.push(took)
      }
    }
    report(...sizes)
  } finally {
    await Promise.all(sizes.map((size) => size.stop()))
  }
}
