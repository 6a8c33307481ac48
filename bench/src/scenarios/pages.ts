import { isDeepStrictEqual } from 'node:util'
import type { Contestant } from '../contestants/contestant.ts'
import { startPeer } from '../contestants/peers.ts'
import { postJson } from '../graphql.ts'
import type { RequestsResult } from '../load/cannon.ts'
import type { RequestsJob } from '../load/requests.ts'
import { type Entry, measureByTurns, type Stretch, typical } from '../measure.ts'
import { decimals, printBars, printTable, whole } from '../print.ts'
import type { ScenarioContext } from './context.ts'

/** A page over GraphQL, and the many places it can be read at. */
export interface Page {
  query: string
  /** What the limit serves it at, up to its query string. */
  limitPath: string
  /** The variables of each place for Parley, whose cursors are opaque. */
  parleyVariables: Record<string, unknown>[]
  /** The same places for Mercurius. */
  peerVariables: Record<string, unknown>[]
  /** The same places as query strings of the limit. */
  limitQueries: string[]
}

const connections = 32
const splitAt = '"@"'

const graphqlJob = (
  url: string,
  headers: Record<string, string>,
  query: string,
  variables: Record<string, unknown>[],
) => {
  const [before = '', after = ''] = JSON.stringify({ query, variables: '@' }).split(splitAt)
  const body: [string, string] = [before, after]
  const path: [string, string] = ['/graphql', '']
  const values = variables.map((value) => JSON.stringify(value))
  return { url, headers: { 'content-type': 'application/json', ...headers }, path, body, values }
}

/** Cursors are each server's own, and JSON made by PostgreSQL writes times its own way. */
const comparable = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (key, value: unknown) => {
    if (/Cursor$/.test(key)) return typeof value
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
      ? Math.floor(Date.parse(value))
      : value
  })

const answerOf = async ({ url, path, body, headers }: RequestsJob, value: string): Promise<unknown> =>
  body
    ? postJson(url + path.join(''), headers, body.join(value))
    : (await fetch(url + path.join(value))).json()

/** All contestants give the same page at the same place, or there is nothing to compare. */
const checkAnswers = async (entries: Entry<RequestsJob>[], places: number[]): Promise<void> => {
  for (const place of places) {
    const answers = await Promise.all(
      entries.map(async ({ job }) =>
        comparable(await answerOf(job, job.values[place % job.values.length] ?? '')),
      ),
    )
    for (const [index, answer] of answers.entries()) {
      if (!isDeepStrictEqual(answer, answers[0])) {
        const names = `${entries[0]?.name} and ${entries[index]?.name}`
        throw new Error(
          `${names} answer differently:\n${JSON.stringify(answers[0])}\n${JSON.stringify(answer)}`,
        )
      }
    }
  }
}

const names = {
  limit: 'limit: node:http, one prepared SQL',
  mercurius: 'Mercurius 16, jit, hand-written SQL',
  uncached: 'Parley, nothing kept',
  kept: 'Parley, kept answers',
}

const entriesFor = (
  page: Page,
  context: ScenarioContext,
  limit: Contestant,
  mercurius: Contestant,
): Entry<RequestsJob>[] => {
  const { parley, database, options } = context
  const common = { connections, seconds: options.seconds }
  const asParley = graphqlJob(
    parley.url,
    { authorization: `Bearer ${database.apiKey}` },
    page.query,
    page.parleyVariables,
  )
  const asPeer = graphqlJob(mercurius.url, {}, page.query, page.peerVariables)
  const asLimit = {
    url: limit.url,
    headers: {},
    path: [`${page.limitPath}?`, ''] as [string, string],
    values: page.limitQueries,
  }
  return [
    { name: names.limit, contestant: limit, job: { ...common, ...asLimit } },
    { name: names.mercurius, contestant: mercurius, job: { ...common, ...asPeer } },
    { name: names.uncached, contestant: parley, job: { ...common, ...asParley } },
    {
      name: names.kept,
      contestant: parley,
      job: { ...common, ...asParley, values: asParley.values.slice(0, 1) },
    },
  ]
}

const report = (stretches: Map<string, Stretch<RequestsResult>[]>): void => {
  const figures = (name: string) => ({
    perSecond: typical(stretches.get(name), (stretch) => stretch.perSecond),
    cpu: typical(stretches.get(name), (stretch) => stretch.cpu / stretch.requests),
    p99: typical(stretches.get(name), (stretch) => stretch.p99),
  })
  const limit = figures(names.limit)
  printTable(
    ['', 'req/s', 'p99 ms', 'server CPU ms/req', 'CPU ÷ limit', 'req/s ÷ limit'],
    Object.values(names).map((name) => {
      const { perSecond, cpu, p99 } = figures(name)
      return [
        name,
        whole(perSecond),
        whole(p99),
        decimals(cpu, 3),
        decimals(cpu / limit.cpu, 2),
        decimals(perSecond / limit.perSecond, 2),
      ]
    }),
  )
  printBars([
    {
      what: 'CPU with nothing kept ÷ Mercurius’ CPU',
      measured: figures(names.uncached).cpu / figures(names.mercurius).cpu,
      limit: { atMost: 1 },
    },
    {
      what: 'req/s of kept answers ÷ the limit’s',
      measured: figures(names.kept).perSecond / limit.perSecond,
      limit: { atLeast: 3 },
    },
  ])
}

/**
 * A page, by the limit, Mercurius and Parley. Each request is for another place, so that Parley finds nothing kept;
 * and once more for one place over and over, where it does.
 */
export const measurePage = async (page: Page, context: ScenarioContext): Promise<void> => {
  const limit = await startPeer('limit', context.database)
  const mercurius = await startPeer('mercurius', context.database)
  try {
    const entries = entriesFor(page, context, limit, mercurius)
    await checkAnswers(entries.slice(0, 3), [0, 1, 500, 1_999])
    report(await measureByTurns<RequestsJob, RequestsResult>('requests.ts', entries, context.options.rounds))
  } finally {
    await Promise.all([limit.stop(), mercurius.stop()])
  }
}
