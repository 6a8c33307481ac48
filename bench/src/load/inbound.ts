import { fire, type Target } from './cannon.ts'
import { serveLoad } from './serve-load.ts'
import { customer, inboundPath, signedWebhook } from './webhooks.ts'

/** Inbound webhooks, each a new text, from this many people. */
export interface InboundJob extends Target {
  senders: number
}

/** More than any contestant takes in a second: a text that comes twice would count for nothing. */
const enough = 15_000

await serveLoad(async (job: InboundJob) => {
  const shots = Array.from({ length: Math.ceil(job.seconds * enough) }, (_, index) => ({
    path: inboundPath,
    ...signedWebhook(
      job.url,
      customer(1 + (index % job.senders)),
      `Could you look at my order? This is text ${index}.`,
    ),
  }))
  return () => fire(job, shots)
})
