/** Names of the log's levels, the most severe first. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** What each environment variable must be, and an example: the two halves of an error line. */
export const help = {
  PORT: ['must be a whole number from 1 to 65535', '4000'],
  HOST: ['must be a host name or an address to listen on', '0.0.0.0'],
  PUBLIC_URL: ['must be an http or https URL without a query', 'https://inbox.example.com'],
  DATA_DIR: ['must be a folder', '/var/lib/parley'],
  DATABASE_URL: ['must be a PostgreSQL URL', 'postgres://parley:secret@db.example.com:5432/parley'],
  REDIS_URL: ['must be a Redis or Valkey URL', 'redis://cache.example.com:6379'],
  PROCESSES: ['must be web, worker or both, separated by a comma', 'web,worker'],
  CARRIER: ['must be sandbox or plivo', 'sandbox'],
  PLIVO_AUTH_ID: [
    "must be your Plivo account's Auth ID (required with CARRIER=plivo)",
    'MAXXXXXXXXXXXXXXXXXX',
  ],
  PLIVO_AUTH_TOKEN: [
    "must be your Plivo account's Auth Token (required with CARRIER=plivo)",
    '<40 letters and digits>',
  ],
  PLIVO_API_URL: ['must be an http or https URL, without /v1/Account/…', 'https://api.plivo.com'],
  PLIVO_MEDIA_HOSTS: ['must be host names, separated by commas', 'plivo.com'],
  S3_URL: [
    'must be the address of a bucket, with or without key and secret',
    'https://key:secret@s3.eu-central-1.amazonaws.com/acme-media',
  ],
  SMTP_URL: ['must be an SMTP URL', 'smtp://user:secret@mail.example.com:587'],
  MAIL_FROM: ['must be an e-mail address', '"Parley <inbox@example.com>"'],
  SECRET: ['must have at least 16 characters (required with NODE_ENV=production)', '$(openssl rand -hex 32)'],
  DEMO: ['must be 0 or 1', '1'],
  DEMO_PASSWORD: ['must have at least 8 characters', 'parley-demo'],
  LOG_LEVEL: [`must be one of ${logLevels.join(', ')}`, 'info'],
  NODE_ENV: ['must be a word', 'production'],
} satisfies Record<string, [wants: string, example: string]>
