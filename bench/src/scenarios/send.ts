import { askGraphql } from '../graphql.ts'
import { decimals, print, printBars, printTable, whole } from '../print.ts'
import { median } from '../statistics.ts'
import type { Scenario, ScenarioContext } from './context.ts'
import { type CopiedTable, copyAgain } from './copy-again.ts'

const recipients = 10_000
const rounds = 5

const result = 'results { message { id } userErrors { code } }'
const mutations = {
  sendMessages: `mutation Send($source: MessageSourceInput!, $messages: [SourceMessageInput!]!) {
    sendMessages(source: $source, messages: $messages) { ${result} } }`,
  recordSentMessages: `mutation Record($source: MessageSourceInput!, $messages: [SourceMessageInput!]!) {
    recordSentMessages(source: $source, messages: $messages) { ${result} } }`,
}
type Mutation = keyof typeof mutations

/** Rows that a call wrote: $1 the account, $2 the campaign's external id. The log's are found by their messages. */
const ofSource = `in (select m.id from messages m join message_sources s on s.id = m.source_id
  where s.account_id = '$1' and s.external_id = '$2')`

const tables: Record<Mutation, CopiedTable[]> = {
  sendMessages: [
    { name: 'messages', where: `id ${ofSource}` },
    { name: 'change_log', where: `message_id ${ofSource}` },
  ],
  recordSentMessages: [
    { name: 'messages', where: `id ${ofSource}` },
    { name: 'change_log', where: `message_id ${ofSource}` },
    { name: 'last_received', where: `message_id ${ofSource}` },
    { name: 'events', where: `message_id ${ofSource}` },
  ],
}

interface Answer {
  results: { message: { id: string } | null; userErrors: { code: string }[] }[]
}

const inTwoDays = (): string => new Date(Date.now() + 2 * 86_400_000).toISOString()

/** Subscribers of the bench's account; every twentieth has opted out, and is passed over. */
const numbers = Array.from({ length: Math.ceil((recipients * 20) / 19) + 20 }, (_, index) => index + 1)
  .filter((number) => number % 20 !== 0)
  .slice(0, recipients)
  .map((number) => `+1${5_551_000_000 + number}`)

/** Milliseconds of one call with 10,000 recipients, from the request to the parsed answer. */
const call = async (
  { parley, database }: ScenarioContext,
  mutation: Mutation,
  externalId: string,
): Promise<number> => {
  const messages = numbers.map((phoneNumber, index) => ({
    phoneNumber,
    text: `Hi Customer ${index}! Our spring sale is on: 20 % off all jackets until Sunday. Reply STOP to opt out.`,
    externalId: `${externalId}-${index}`,
    // Later, so that nothing leaves while it is measured; what was sent, was sent now.
    ...(mutation === 'sendMessages' && { at: inTwoDays() }),
  }))
  const source = { type: 'CAMPAIGN', name: 'Spring sale', externalId }
  const start = performance.now()
  const answer = await askGraphql<Record<Mutation, Answer>>(
    parley.url,
    database.apiKey,
    mutations[mutation],
    {
      source,
      messages,
    },
  )
  const took = performance.now() - start
  const refused = answer[mutation].results.find(({ message }) => message === null)
  if (refused) throw new Error(`a message was refused: ${JSON.stringify(refused.userErrors)}`)
  return took
}

/** A campaign's 10,000 recipients in one call, beside a COPY of the very rows that it wrote (R41). */
export const measureSend: Scenario = async (context) => {
  const { database, options } = context
  const turns = options.rounds === 1 ? 1 : rounds
  const rows: string[][] = []
  const bars: { what: string; measured: number; limit: { atMost: number } }[] = []
  for (const mutation of Object.keys(mutations) as Mutation[]) {
    await call(context, mutation, `warm-up-${mutation}`)
    const called: number[] = []
    const copied: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      const externalId = `${mutation}-${turn}`
      called.push(await call(context, mutation, externalId))
      copied.push(await copyAgain(database, tables[mutation], externalId))
    }
    const ratio = median(called) / median(copied)
    rows.push([mutation, whole(median(called)), whole(median(copied)), decimals(ratio, 2)])
    bars.push({ what: `${mutation}: time ÷ COPY’s`, measured: ratio, limit: { atMost: 3 } })
  }
  printTable(['10,000 recipients in one call', 'call ms', 'COPY ms', 'call ÷ COPY'], rows)
  printBars(bars)
  print('  The COPY is of the same rows into the same tables, from a file of the database server.')
}
