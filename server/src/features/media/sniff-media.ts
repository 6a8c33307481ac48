import { fileTypeFromFile } from 'file-type'
import { MediaRefused } from './media-refusal.ts'
import type { PictureType } from './pictures/open-picture.ts'

/** What may be sent (R20). An animated PNG goes as its first picture. */
const sendable = new Map<string, PictureType>([
  ['image/jpeg', 'image/jpeg'],
  ['image/png', 'image/png'],
  ['image/apng', 'image/png'],
  ['image/gif', 'image/gif'],
])

/** The type of a file by its content; its name and what its sender calls it count for nothing. */
export const typeOfFile = async (path: string): Promise<string | null> =>
  (await fileTypeFromFile(path))?.mime ?? null

/** The same of an upload. @throws MediaRefused for what can't be sent */
export const typeOfUpload = async (path: string): Promise<PictureType> => {
  const type = await typeOfFile(path)
  const picture = sendable.get(type ?? '')
  if (picture) return picture
  throw new MediaRefused(
    'MEDIA_TYPE_UNSUPPORTED',
    `Only JPEG, PNG and GIF can be sent${type ? `, and this is ${type}` : ''}.`,
  )
}
