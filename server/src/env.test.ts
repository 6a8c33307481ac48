import { describe, expect, test } from 'vitest'
import { EnvError, loadEnv, projectRoot } from './env.ts'

const refusal = (source: Record<string, string>): string => {
  try {
    loadEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
  throw new Error('the environment was taken')
}

describe('R42: the environment', () => {
  test('has the documented defaults', () => {
    expect(loadEnv({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4000',
      dataDir: `${projectRoot}/.parley`,
      databaseUrl: undefined,
      redisUrl: undefined,
      processes: new Set(['web', 'worker']),
      carrier: 'sandbox',
      plivoAuthId: 'MASANDBOXSANDBOXSAND',
      plivoAuthToken: 'sandbox-auth-token',
      plivoApiUrl: 'http://127.0.0.1:4000/sandbox/plivo',
      plivoMediaHosts: ['plivo.com'],
      s3Url: undefined,
      smtpUrl: undefined,
      mailFrom: 'Parley <parley@localhost>',
      secret: undefined,
      demo: true,
      demoPassword: 'parley-demo',
      logLevel: 'info',
      nodeEnv: 'development',
    })
  })

  test('takes an empty value for an absent one', () => {
    expect(loadEnv({ PORT: '', DATABASE_URL: '', DEMO: '' })).toEqual(loadEnv({}))
  })

  test('follows PORT in PUBLIC_URL and in the address of the sandbox', () => {
    const env = loadEnv({ PORT: '4142', HOST: '0.0.0.0' })
    expect(env.publicUrl).toBe('http://localhost:4142')
    expect(env.plivoApiUrl).toBe('http://127.0.0.1:4142/sandbox/plivo')
    expect(loadEnv({ PUBLIC_URL: 'https://inbox.example.com/' }).publicUrl).toBe('https://inbox.example.com')
  })

  test('seeds no demo with Plivo unless told to', () => {
    const plivo = { CARRIER: 'plivo', PLIVO_AUTH_ID: 'MA123', PLIVO_AUTH_TOKEN: 'token' }
    expect(loadEnv(plivo)).toMatchObject({ demo: false, plivoApiUrl: 'https://api.plivo.com' })
    expect(loadEnv({ ...plivo, DEMO: '1' }).demo).toBe(true)
  })

  test('takes one role or both', () => {
    expect(loadEnv({ PROCESSES: 'worker' }).processes).toEqual(new Set(['worker']))
    expect(loadEnv({ PROCESSES: 'web, worker' }).processes).toEqual(new Set(['web', 'worker']))
  })

  test.each([
    ['PORT', '70000'],
    ['PORT', 'four'],
    ['PUBLIC_URL', 'inbox.example.com'],
    ['PUBLIC_URL', 'https://inbox.example.com/?a=1'],
    ['DATABASE_URL', 'mysql://db/parley'],
    ['REDIS_URL', 'localhost:6379'],
    ['PROCESSES', 'web,cron'],
    ['CARRIER', 'twilio'],
    ['PLIVO_MEDIA_HOSTS', 'https://plivo.com'],
    ['S3_URL', 'https://s3.example.com'],
    ['SMTP_URL', 'mail.example.com'],
    ['MAIL_FROM', 'Parley'],
    ['SECRET', 'short'],
    ['DEMO', 'yes'],
    ['DEMO_PASSWORD', 'short'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s in one line with an example', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name} must .*Example: ${name}=\\S.*$`))
  })

  test('names what CARRIER=plivo and production need', () => {
    const lines = refusal({ CARRIER: 'plivo', NODE_ENV: 'production' }).split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN', 'SECRET'])
  })

  test('repeats no credential in an error', () => {
    expect(
      refusal({
        DATABASE_URL: 'http://user:hunter2@db',
        S3_URL: 'https://key:hunter2@s3',
        SECRET: 'hunter2',
      }),
    ).not.toContain('hunter2')
  })
})
