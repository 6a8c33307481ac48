import { randomBytes } from 'node:crypto'

/** A password of 96 random bits, in 16 characters, for a user who was not given one. */
export const makePassword = (): string => randomBytes(12).toString('base64url')
