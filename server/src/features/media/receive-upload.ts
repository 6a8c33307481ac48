import { createWriteStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { MediaRefused } from './media-refusal.ts'
import { LARGEST_UPLOAD } from './upload-limits.ts'

/** One file, and hardly anything beside it. */
const limits = {
  files: 1,
  fileSize: LARGEST_UPLOAD,
  fields: 10,
  fieldSize: 1_000,
  parts: 11,
  headerPairs: 20,
}

/**
 * Writes the field `file` of a multipart request to `path`, as it comes in. @throws MediaRefused if there is none or it
 * is too large, and as the request breaks off; the caller removes what is there by then
 */
export const receiveUpload = async (request: FastifyRequest, path: string): Promise<void> => {
  const part = await fileOf(request)
  await pipeline(part.file, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  if (part.file.truncated)
    throw new MediaRefused(
      'MEDIA_TOO_LARGE',
      `The file is larger than ${LARGEST_UPLOAD / 1_000_000} MB. Send a smaller one.`,
    )
}

const fileOf = async (request: FastifyRequest): Promise<MultipartFile> => {
  const part = request.isMultipart() ? await request.file({ limits, throwFileSizeLimit: false }) : undefined
  if (part?.fieldname === 'file') return part
  part?.file.resume()
  throw new MediaRefused(
    'MEDIA_MISSING',
    'Send the picture as multipart/form-data, in a field called "file".',
  )
}

/** An upload takes minutes at most; what is older was left by a process that was killed. */
const LEFT_BEHIND_MS = 3_600_000

/** Clears out of the folder that uploads pass through what was left there. */
export const clearUploads = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > LEFT_BEHIND_MS) await rm(path, { force: true })
  }
}
