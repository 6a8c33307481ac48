import { entities } from '../entities.ts'
import type { Env } from '../env.ts'
import { drainJournal } from '../features/carrier/journal/drain-journal.ts'
import { createPlivoCarrier } from '../features/carrier/plivo/plivo-client.ts'
import type { SendJob } from '../features/messages/jobs/send-jobs.ts'
import { createAuth } from '../platform/auth/create-auth.ts'
import { openDatabase } from '../platform/db/database.ts'
import { openQueue } from '../platform/jobs/queue.ts'
import { createLogger, type Logger } from '../platform/log.ts'
import { loadSecret } from '../platform/secret.ts'
import { listenForWakeUps } from '../platform/wake-ups/listen.ts'
import { seedDemo } from '../seed/seed-demo.ts'
import { ownOrigins, startWeb } from '../web.ts'
import { startWorker } from '../worker.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { buildClient } from './build-client.ts'
import { greet, progress } from './greeting.ts'
import { openCluster } from './open-cluster.ts'
import { openMailer } from './open-mailer.ts'
import { openMedia } from './open-media.ts'
import { openSandbox } from './open-sandbox.ts'
import { type Stoppable, stopInOrder } from './stop-in-order.ts'

/** Starts what `PROCESSES` names, from the database up; `stop` drains and ends it in the opposite order. */
export const startParley = async (env: Env): Promise<Stoppable> => {
  const log = createLogger(env.logLevel)
  const started: Stoppable[] = []
  try {
    await startAll(env, log, started)
  } catch (error) {
    await stopInOrder(started, log)
    throw error
  }
  return { stop: () => stopInOrder(started, log) }
}

const startAll = async (env: Env, log: Logger, started: Stoppable[]): Promise<void> => {
  const cluster = await openCluster(env, log)
  started.push(cluster)
  const databaseUrl = cluster.url
  progress('Bringing the database up to date')
  await bringUpToDate({ databaseUrl, sandbox: env.carrier === 'sandbox' })

  const auth = createAuth({
    databaseUrl,
    secret: await loadSecret(env),
    publicUrl: env.publicUrl,
    trustedOrigins: ownOrigins(env),
    logger: log,
  })
  started.push({ stop: () => auth.close() })
  if (env.demo) {
    progress('Seeding the demo accounts')
    await seedDemo({ databaseUrl, logins: auth, password: env.demoPassword, now: new Date() })
  }
  const db = openDatabase({ url: databaseUrl, entities })
  started.push({ stop: () => db.close() })
  const wakeUps = await listenForWakeUps(db, log)
  started.push({ stop: () => wakeUps.close() })
  const queue = openQueue<SendJob>('parley', { databaseUrl, redisUrl: env.redisUrl, log })
  started.push({ stop: () => queue.close() })
  const media = await openMedia(env)
  started.push(media)
  if (env.processes.has('web')) {
    await buildClient(progress)
    await drainJournal(db, log, new Date())
    const sandbox = env.carrier === 'sandbox' ? await openSandbox({ env, db, databaseUrl, log }) : undefined
    const dependencies = [
      { name: 'database', ping: () => db.pool.query('select 1') },
      { name: 'queue', ping: () => queue.ping() },
    ]
    started.push(await startWeb({ env, log, db, auth, wakeUps, dependencies, media: media.media, sandbox }))
  }
  if (env.processes.has('worker')) {
    const carrier = createPlivoCarrier({
      authId: env.plivoAuthId,
      authToken: env.plivoAuthToken,
      apiUrl: env.plivoApiUrl,
    })
    started.push({ stop: () => carrier.close() })
    const mailer = await openMailer({ env, databaseUrl, log })
    started.push(mailer)
    started.push(
      await startWorker({
        db,
        log,
        carrier,
        publicUrl: env.publicUrl,
        wakeUps,
        queue,
        mailer,
        media: media.media,
        sessions: auth,
      }),
    )
  }
  greet(env)
}
