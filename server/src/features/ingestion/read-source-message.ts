import type { UserErrorItem } from '../../platform/errors.ts'
import type { E164 } from '../../platform/phone.ts'
import { isStorable } from '../../platform/storable-text.ts'
import { writtenProblem } from '../messages/reply-text.ts'
import { ItemReader, LONGEST_ID } from './item-reader.ts'

/** A campaign's or flow's message to one person, as an integrator gives it. */
export interface SourceMessageFields {
  phoneNumber: string
  text: string
  mediaUrls?: string[] | null
  at?: string | null
  externalId: string
}

/** The same, read. */
export interface ReadSourceMessage {
  phoneNumber: E164
  text: string
  mediaUrls: string[]
  at: Date | null
  externalId: string
}

export interface ReadItem<Item> {
  item: Item | null
  userErrors: UserErrorItem[]
}

const MOST_MEDIA = 10
const LONGEST_URL = 2_000

/** Reads `at` by what it means to the mutation; null where it is wrong. */
export type ReadAt = (reader: ItemReader, at: string | null | undefined) => Date | null

/**
 * Reads the messages of one call. An external id that comes twice is refused the second time. Codes:
 * PHONE_NUMBER_INVALID, TEXT_REQUIRED, TEXT_INVALID, TEXT_TOO_LONG, TOO_MANY_MEDIA, URL_INVALID, EXTERNAL_ID_*,
 * EXTERNAL_ID_REPEATED, and those of `readAt`.
 */
export const readSourceMessages = (
  messages: SourceMessageFields[],
  readAt: ReadAt,
): ReadItem<ReadSourceMessage>[] => {
  const seen = new Set<string>()
  return messages.map((fields, index) => {
    const reader = new ItemReader(['messages', String(index)])
    const phoneNumber = reader.phoneNumber(fields.phoneNumber)
    const mediaUrls = readMedia(reader, fields.mediaUrls ?? [])
    checkText(reader, fields.text, mediaUrls.length > 0)
    const at = readAt(reader, fields.at)
    const externalId = reader.line(
      fields.externalId,
      { longest: LONGEST_ID, stem: 'EXTERNAL_ID' },
      'externalId',
    )
    if (externalId !== null && seen.has(externalId))
      reader.refuse(
        'EXTERNAL_ID_REPEATED',
        'Another message of this call has this external id.',
        'externalId',
      )
    if (externalId !== null) seen.add(externalId)
    if (phoneNumber === null || externalId === null || reader.errors.length > 0)
      return { item: null, userErrors: reader.errors }
    return { item: { phoneNumber, text: fields.text, mediaUrls, at, externalId }, userErrors: [] }
  })
}

/** R20: what one message carries, as it is written; coupons and links may make it shorter or longer. */
const checkText = (reader: ItemReader, text: string, hasMedia: boolean): void => {
  const problem = writtenProblem(text, null, hasMedia)
  if (problem) reader.refuse(problem.code, problem.message, 'text')
}

const readMedia = (reader: ItemReader, urls: string[]): string[] => {
  if (urls.length > MOST_MEDIA)
    reader.refuse('TOO_MANY_MEDIA', `A message carries up to ${MOST_MEDIA} media.`, 'mediaUrls')
  for (const [index, url] of urls.slice(0, MOST_MEDIA).entries())
    if (!isPublicHttps(url))
      reader.refuse(
        'URL_INVALID',
        `It must be an https address of up to ${LONGEST_URL} characters, without a password.`,
        'mediaUrls',
        String(index),
      )
  return urls
}

/** The carrier fetches it: what isn't https, or carries a password, has no business there. */
const isPublicHttps = (text: string): boolean => {
  if (text.length > LONGEST_URL || !isStorable(text)) return false
  const url = URL.parse(text)
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === ''
}
