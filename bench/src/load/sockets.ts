import { Agent, request } from 'node:http'
import { percentile } from '../statistics.ts'
import { serveLoad } from './serve-load.ts'
import { openSwarm, type Swarm, type SwarmOptions } from './swarm.ts'
import { customer, inboundPath, signedWebhook } from './webhooks.ts'

/** Texts at a steady rate, and sockets that wait for each of them. */
export interface SocketsJob extends SwarmOptions {
  textsPerSecond: number
  seconds: number
}

export interface SocketsResult {
  texts: number
  deliveries: number
  /** Milliseconds from the start of a text's request to its frame on a socket. */
  p50: number
  p99: number
}

const agent = new Agent({ keepAlive: true })

const post = (url: string, number: number, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const { body, headers } = signedWebhook(url, customer(1 + (number % 5_000)), text)
    const asked = request(`${url}${inboundPath}`, { method: 'POST', agent, headers })
    asked.on('response', (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode && response.statusCode < 300
          ? resolve()
          : reject(new Error(`a text was answered ${response.statusCode}`)),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })

/** Texts at their due times, whatever becomes of the earlier ones; then waits for the sockets. */
const sendSteadily = async (job: SocketsJob, swarm: Swarm, texts: number): Promise<void> => {
  const start = performance.now()
  const answers: Promise<void>[] = []
  for (let text = 0; text < texts; text++) {
    const wait = start + (text * 1_000) / job.textsPerSecond - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    answers.push(post(job.url, text, `${swarm.expect()} Has my order shipped yet?`))
  }
  await Promise.all(answers)
  if (!(await swarm.caughtUp(20_000))) throw new Error('texts are missing on some sockets')
}

/** Subscribing is not acknowledged: texts are sent until one comes to all sockets. */
const settle = async (job: SocketsJob, swarm: Swarm): Promise<void> => {
  for (let attempt = 0; attempt < 20; attempt++) {
    swarm.reset()
    await post(job.url, attempt, `${swarm.expect()} Anybody there?`)
    if (await swarm.caughtUp(500)) return
  }
  throw new Error('the sockets did not all get a text within 10 s')
}

await serveLoad(async (job: SocketsJob) => {
  const swarm = await openSwarm(job)
  await settle(job, swarm)
  await sendSteadily(job, swarm, job.textsPerSecond)
  return async (): Promise<SocketsResult> => {
    swarm.reset()
    const texts = Math.round(job.textsPerSecond * job.seconds)
    await sendSteadily(job, swarm, texts)
    // The sockets are closed with the process.
    process.once('disconnect', () => process.exit(0))
    const { latencies } = swarm
    return {
      texts,
      deliveries: latencies.length,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
    }
  }
})
