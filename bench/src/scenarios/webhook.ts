import { startPeer } from '../contestants/peers.ts'
import { askGraphql } from '../graphql.ts'
import type { RequestsResult } from '../load/cannon.ts'
import type { InboundJob } from '../load/inbound.ts'
import { customer, inboundPath, signedWebhook } from '../load/webhooks.ts'
import { type Entry, measureByTurns, typical } from '../measure.ts'
import { decimals, print, printBars, printTable, whole } from '../print.ts'
import type { Scenario, ScenarioContext } from './context.ts'

const connections = 50
const senders = 5_000

const lastText = `query LastText($phone: PhoneNumber!) { profile(phoneNumber: $phone) { conversation { lastMessage { text } } } }`

/** How many of 50 texts, sent one after the other, are the thread's last as soon as their 2xx is there. */
const countVisible = async ({ parley, database }: ScenarioContext): Promise<number> => {
  let visible = 0
  for (let number = 1; number <= 50; number++) {
    const text = `Is this one there yet? ${number}`
    const { body, headers } = signedWebhook(parley.url, customer(number), text)
    const answer = await fetch(`${parley.url}${inboundPath}`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`a text was answered ${answer.status}`)
    const { profile } = await askGraphql<{
      profile: { conversation: { lastMessage: { text: string } } } | null
    }>(parley.url, database.apiKey, lastText, { phone: customer(number) })
    if (profile?.conversation.lastMessage.text === text) visible += 1
  }
  return visible
}

/** Inbound webhooks at 50 connections to one account: from the signature to the commit of all that they change. */
export const measureWebhook: Scenario = async (context) => {
  const { options, database, parley } = context
  const insert = await startPeer('insert', database)
  try {
    const job = { connections, senders, seconds: options.seconds, headers: {} }
    const entries: Entry<InboundJob>[] = [
      { name: insert.name, contestant: insert, job: { ...job, url: insert.url } },
      { name: 'Parley', contestant: parley, job: { ...job, url: parley.url } },
    ]
    const stretches = await measureByTurns<InboundJob, RequestsResult>('inbound.ts', entries, options.rounds)
    const rate = (name: string) => typical(stretches.get(name), (stretch) => stretch.perSecond)
    printTable(
      ['', 'req/s', 'p50 ms', 'p99 ms', 'server CPU ms/req', 'req/s ÷ limit'],
      entries.map(({ name }) => [
        name,
        whole(rate(name)),
        whole(typical(stretches.get(name), (stretch) => stretch.p50)),
        whole(typical(stretches.get(name), (stretch) => stretch.p99)),
        decimals(
          typical(stretches.get(name), (stretch) => stretch.cpu / stretch.requests),
          3,
        ),
        decimals(rate(name) / rate(insert.name), 2),
      ]),
    )
    printBars([
      { what: 'req/s ÷ the limit’s', measured: rate('Parley') / rate(insert.name), limit: { atLeast: 0.8 } },
    ])
    const visible = await countVisible(context)
    print(
      `  ${visible === 50 ? 'ok    ' : 'MISSED'}  ${visible} of 50 texts are visible by GraphQL when their 2xx is there`,
    )
  } finally {
    await insert.stop()
  }
}
