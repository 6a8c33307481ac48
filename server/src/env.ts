import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { help, logLevels } from './env-help.ts'
import { parseS3Url } from './platform/storage/s3-address.ts'

/** The project's root folder; `DATA_DIR` defaults to `.parley/` in it. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** A role that a process can run (`PROCESSES`). */
export type ProcessRole = 'web' | 'worker'

/** The parsed environment. The variables and their meaning are those of docs/operating.md. */
export interface Env {
  /** `PORT`: TCP port that the web role listens on. Default 4000. */
  port: number
  /** `HOST`: address that the web role listens on. Default 127.0.0.1. */
  host: string
  /** `PUBLIC_URL`, without a trailing slash: what the carrier, mails and browsers use; signatures are checked against it. */
  publicUrl: string
  /** `DATA_DIR`, absolute: embedded database, stored media, the secret that was made. Default `.parley/` in the root. */
  dataDir: string
  /** `DATABASE_URL`: PostgreSQL ≥ 14. Absent: the embedded one. */
  databaseUrl?: string
  /** `REDIS_URL`: Redis or Valkey for queues and wake-ups. Absent: PostgreSQL does it. */
  redisUrl?: string
  /** `PROCESSES`: roles of this process. Default both. */
  processes: Set<ProcessRole>
  /** `CARRIER`: the simulated carrier in this process, or Plivo. */
  carrier: 'sandbox' | 'plivo'
  /** `PLIVO_AUTH_ID`: required with `CARRIER=plivo`; the sandbox has one of its own. */
  plivoAuthId: string
  /** `PLIVO_AUTH_TOKEN`: required with `CARRIER=plivo`; signs webhooks. */
  plivoAuthToken: string
  /** `PLIVO_API_URL`, without `/v1/Account/…` and trailing slash. Default Plivo's own, or the sandbox in this process. */
  plivoApiUrl: string
  /** `PLIVO_MEDIA_HOSTS`: hosts, with all below them, that inbound media may be fetched from. Default plivo.com. */
  plivoMediaHosts: string[]
  /** `S3_URL`: where media are stored (platform/storage/s3-address.ts). Absent: in `DATA_DIR`. */
  s3Url?: string
  /** `SMTP_URL`: outgoing mail. Absent: mails are kept and shown in the sandbox page. */
  smtpUrl?: string
  /** `MAIL_FROM`: sender of outgoing mail. */
  mailFrom: string
  /** `SECRET`: signs sessions and tokens; required in production, else made and kept in `DATA_DIR` (platform/secret.ts). */
  secret?: string
  /** `DEMO`: seed the demo accounts. Default on with `CARRIER=sandbox`, else off. */
  demo: boolean
  /** `DEMO_PASSWORD`: password of the demo users. */
  demoPassword: string
  /** `LOG_LEVEL`: the least severe level that is written. Default info. */
  logLevel: LogLevel
  /** `NODE_ENV`: `production` makes `SECRET` compulsory. Default development. */
  nodeEnv: string
}

/** Names of pino's levels, the most severe first. */
export type LogLevel = (typeof logLevels)[number]

/** Wrong or missing environment variables: `message` has one line for each, naming it, what is wrong and an example. */
export class EnvError extends Error {
  override name = 'EnvError'
}

const url = (...protocols: string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)))
    .transform((value) => value.replace(/\/+$/, ''))

const publicAddress = url('http', 'https').refine((value) => !/[?#]/.test(value))

const hosts = z
  .string()
  .transform((value) => value.split(',').map((host) => host.trim().toLowerCase()))
  .pipe(z.array(z.string().regex(/^[a-z0-9-]+([.][a-z0-9-]+)+$/)).min(1))

const roles = z
  .string()
  .transform((value) => value.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(['web', 'worker'])).min(1))
  .transform((list) => new Set(list))

const variables = {
  PORT: z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(1).max(65535)).default(4000),
  HOST: z.string().regex(/^\S+$/).default('127.0.0.1'),
  PUBLIC_URL: publicAddress.optional(),
  DATA_DIR: z.string().default(resolve(projectRoot, '.parley')),
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  REDIS_URL: url('redis', 'rediss').optional(),
  PROCESSES: roles.default(new Set<ProcessRole>(['web', 'worker'])),
  CARRIER: z.enum(['sandbox', 'plivo']).default('sandbox'),
  PLIVO_AUTH_ID: z.string().regex(/^\w+$/).optional(),
  PLIVO_AUTH_TOKEN: z.string().regex(/^\S+$/).optional(),
  PLIVO_API_URL: publicAddress.optional(),
  PLIVO_MEDIA_HOSTS: hosts.default(['plivo.com']),
  S3_URL: z
    .string()
    .refine((value) => parseS3Url(value) !== null)
    .optional(),
  SMTP_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: z.string().regex(/@/).default('Parley <parley@localhost>'),
  SECRET: z.string().min(16).optional(),
  DEMO: z
    .enum(['0', '1'])
    .transform((value) => value === '1')
    .optional(),
  DEMO_PASSWORD: z.string().min(8).default('parley-demo'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  NODE_ENV: z.string().default('development'),
}

type Variable = keyof typeof variables

/** Their values may hold credentials, so an error line never repeats them. */
const confidential = new Set<string>([
  'DATABASE_URL',
  'REDIS_URL',
  'S3_URL',
  'SMTP_URL',
  'PLIVO_AUTH_TOKEN',
  'SECRET',
  'DEMO_PASSWORD',
])

const isVariable = (name: unknown): name is Variable => typeof name === 'string' && name in help

const problem = (name: Variable, given: string | undefined): string => {
  const [wants, example]: [string, string] = help[name]
  const got = given === undefined ? 'it is not set' : confidential.has(name) ? '' : `got "${given}"`
  return `${name} ${wants}${got && `, but ${got}`}. Example: ${name}=${example}`
}

const environment = z.object(variables).superRefine((values, context) => {
  const need = (name: 'PLIVO_AUTH_ID' | 'PLIVO_AUTH_TOKEN' | 'SECRET') => {
    if (values[name] === undefined) context.addIssue({ code: 'custom', path: [name] })
  }
  if (values.CARRIER === 'plivo') {
    need('PLIVO_AUTH_ID')
    need('PLIVO_AUTH_TOKEN')
  }
  if (values.NODE_ENV === 'production') need('SECRET')
})

/** Where this process reaches its own HTTP server, whatever interfaces that listens on. */
const ownAddress = (host: string, port: number): string => {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

/**
 * Parses the environment; an empty value counts as absent.
 * @throws {EnvError} with one line for each wrong or missing variable
 */
export const loadEnv = (source: Record<string, string | undefined> = process.env): Env => {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = environment.safeParse(given)
  if (!result.success) {
    const names = new Set(result.error.issues.map((issue) => issue.path[0]).filter(isVariable))
    throw new EnvError([...names].map((name) => problem(name, given[name])).join('\n'))
  }
  const values = result.data
  const sandboxUrl = `${ownAddress(values.HOST, values.PORT)}/sandbox/plivo`
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    processes: values.PROCESSES,
    carrier: values.CARRIER,
    plivoAuthId: values.PLIVO_AUTH_ID ?? 'MASANDBOXSANDBOXSAND',
    plivoAuthToken: values.PLIVO_AUTH_TOKEN ?? 'sandbox-auth-token',
    plivoApiUrl:
      values.PLIVO_API_URL ?? (values.CARRIER === 'sandbox' ? sandboxUrl : 'https://api.plivo.com'),
    plivoMediaHosts: values.PLIVO_MEDIA_HOSTS,
    s3Url: values.S3_URL,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    secret: values.SECRET,
    demo: values.DEMO ?? values.CARRIER === 'sandbox',
    demoPassword: values.DEMO_PASSWORD,
    logLevel: values.LOG_LEVEL,
    nodeEnv: values.NODE_ENV,
  }
}
