import { type Command, CommanderError } from 'commander'
import { type Env, loadEnv } from '../../env.ts'
import { explainError } from '../command-error.ts'
import { withDatabaseUrl } from '../with-parley.ts'
import { checkCarrier } from './check-carrier.ts'
import { checkDatabase, checkMigrations } from './check-database.ts'
import { checkDisk } from './check-disk.ts'
import { checkIsolation } from './check-isolation.ts'
import { checkMail } from './check-mail.ts'
import { checkMedia } from './check-media.ts'
import { checkPublicUrl } from './check-public-url.ts'
import { checkQueue } from './check-queue.ts'
import { anyNumber, checkSenders } from './check-senders.ts'
import { checkSignature } from './check-signature.ts'
import { Report } from './report.ts'

/** `doctor`: tries the live configuration out and says what to fix (R43); exit code 1 if anything is wrong. */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('try the configuration out against the running server, and say what to fix')
    .action(async () => {
      const report = new Report()
      await examine(report)
      if (report.failures > 0) throw new CommanderError(1, 'parley.doctor', `${report.failures} failed`)
    })
}

const examine = async (report: Report): Promise<void> => {
  let env: Env
  try {
    env = loadEnv()
  } catch (error) {
    for (const line of explainError(error).split('\n')) report.fail('environment', new Error(line))
    return
  }
  await report.check('environment', async () => 'every variable is well-formed')
  await report.check('disk', () => checkDisk(env.dataDir))
  await report.check('media', () => checkMedia(env))
  try {
    await withDatabaseUrl(({ databaseUrl }) => examineWithDatabase(report, env, databaseUrl))
  } catch (error) {
    report.fail('database', error)
    await examineRest(report, env, undefined)
  }
}

const examineWithDatabase = async (report: Report, env: Env, databaseUrl: string): Promise<void> => {
  const answers = await report.check('database', () => checkDatabase(databaseUrl))
  if (!answers) report.skip('migrations', 'mend the database first')
  const isUsable =
    answers &&
    (await report.check('migrations', () => checkMigrations(databaseUrl, env.carrier === 'sandbox')))
  if (isUsable) {
    await report.check('isolation of accounts', () => checkIsolation(databaseUrl))
    await report.check('numbers', () => checkSenders(databaseUrl))
  } else for (const name of ['isolation of accounts', 'numbers']) report.skip(name, 'mend the database first')
  await examineRest(report, env, isUsable ? databaseUrl : undefined)
}

/** What is outside the database; without a usable one, what can be looked at all the same. */
const examineRest = async (report: Report, env: Env, databaseUrl: string | undefined): Promise<void> => {
  if (env.redisUrl || databaseUrl) await report.check('queue', () => checkQueue(env, databaseUrl))
  else report.skip('queue', 'PostgreSQL keeps it: mend the database first')
  const isPublic = await report.check('public address', () => checkPublicUrl(env))
  if (isPublic && databaseUrl) await report.check('webhook signature', () => checkSignature(env, databaseUrl))
  else report.skip('webhook signature', `mend the ${isPublic ? 'database' : 'public address'} first`)
  const number = databaseUrl ? await anyNumber(databaseUrl) : null
  await report.check('carrier', () => checkCarrier(env, number ?? '+15550001000'))
  const { smtpUrl } = env
  if (smtpUrl) await report.check('mail', () => checkMail(smtpUrl))
  else if (env.carrier === 'sandbox')
    report.skip('mail', 'SMTP_URL is not set: mails are kept, and shown on the sandbox page')
  else report.skip('mail', 'SMTP_URL is not set: nobody can be told of new messages by e-mail (R35)')
}
