import { hash, randomInt } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const format = /^parley_[0-9A-Za-z]{8}_[0-9A-Za-z]{32,128}$/

const random = (length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')

/** A key at its making: only then is the secret known. */
export interface GeneratedApiKey {
  /** The whole key, shown once: `parley_<prefix>_<43 characters>`. */
  secret: string
  /** Its first part, kept and shown so that people can tell keys apart. */
  prefix: string
  /** What is kept: SHA-256 of the whole key. At 256 random bits, a slow hash would add nothing. */
  hash: Buffer
}

/** SHA-256 of a whole key, as kept in `api_keys.secret_hash`. */
export const hashApiKey = (secret: string): Buffer => hash('sha256', secret, 'buffer')

/** The same in base64, for keeping what was looked up: half the price, at every request. */
export const apiKeyDigest = (secret: string): string => hash('sha256', secret, 'base64')

/** Whether a text can be a key at all; anything else costs no query. */
export const isApiKey = (text: string): boolean => format.test(text)

/** A new key, of 256 random bits. */
export const generateApiKey = (): GeneratedApiKey => {
  const prefix = random(8)
  const secret = `parley_${prefix}_${random(43)}`
  return { secret, prefix, hash: hashApiKey(secret) }
}
