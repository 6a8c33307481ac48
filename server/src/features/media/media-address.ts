import { randomBytes } from 'node:crypto'

/** Path under which media are served; see docs/api.md. */
export const MEDIA_PATH = '/media'

/** 192 bits: whoever has an address may fetch it (the carrier must), and nobody finds one by trying. */
export const newMediaToken = (): string => randomBytes(24).toString('base64url')

/** Whether a path's part can be such a token. */
export const isMediaToken = (value: string): boolean => /^[\w-]{32}$/.test(value)

/** Where media can be fetched from: from us, or, of a campaign's own, from where its sender keeps them. */
export const mediaUrl = (publicUrl: string, media: { token: string; externalUrl: string | null }): string =>
  media.externalUrl ?? `${publicUrl}${MEDIA_PATH}/${media.token}`

/** Key of a file in the storage. */
export const mediaKey = ({ accountId, id }: { accountId: string; id: string }): string => `${accountId}/${id}`
