import { type Logger, pino, type SerializedError } from 'pino'
import type { LogLevel } from '../env.ts'

/** What the parts of the server write their log lines to. */
export type { Logger } from 'pino'

const sensitive = [
  'text',
  'body',
  'phone',
  'from',
  'to',
  'password',
  'secret',
  'token',
  'authToken',
  'authorization',
  'cookie',
]

/** pg hangs the whole connection on its errors, the key that cancels its queries included. */
const withoutConnection = ({ client: _, ...error }: SerializedError): SerializedError => error

/**
 * The process's structured log: JSON lines on stdout (R43).
 * Redaction is the last resort for fields that should never have been given, at the top and one and two levels down.
 */
export const createLogger = (level: LogLevel): Logger =>
  pino({
    level,
    serializers: { err: pino.stdSerializers.wrapErrorSerializer(withoutConnection) },
    base: { pid: process.pid },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        ...sensitive.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        '*.headers["set-cookie"]',
        'err.moreInfo',
        // PostgreSQL quotes the row or the JSON that it could not take.
        ...['detail', 'where', 'internalQuery', 'previous'].map((name) => `err.${name}`),
      ],
      censor: '[redacted]',
    },
  })
