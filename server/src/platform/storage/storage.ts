import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { S3Driver } from 'flydrive/drivers/s3'
import { parseS3Url, type S3Address } from './s3-address.ts'

/** Files by key, on disk or in S3. What is there, and for whom, only the database knows. */
export interface Storage {
  /** Writes a file, over one that may be there. It is durable once this resolves. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** The file's bytes; null if there is none. @throws when the storage can't be asked */
  read(key: string): Promise<Readable | null>
  /** Deletes a file; one that isn't there is as good as deleted. */
  delete(key: string): Promise<void>
  /** Lets go of connections. */
  close(): void
}

export interface StorageOptions {
  /** `S3_URL`; absent: the disk. */
  s3Url?: string
  /** Folder on disk, made when the first file comes. */
  folder: string
}

/** Opens S3 where it is set, else the disk. @throws if `s3Url` is none */
export const openStorage = ({ s3Url, folder }: StorageOptions): Storage => {
  if (s3Url === undefined) return onDisk(folder)
  const address = parseS3Url(s3Url)
  if (!address) throw new Error('S3_URL is no address of a bucket')
  return inS3(address)
}

const onDisk = (folder: string): Storage => {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }))
  return {
    put: async (key, bytes) => {
      await disk.put(key, bytes)
      const file = join(folder, key)
      await settle(file)
      await settle(dirname(file))
    },
    read: (key) => opened(() => disk.getStream(key)),
    delete: (key) => disk.delete(key),
    close: () => undefined,
  }
}

/** Waits until the system has it on disk, be it a file or a folder's list of files. */
const settle = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Bucket and key in the path, and no checksums beyond what S3 itself needs: so speak the other services, too. */
const inS3 = ({ endpoint, bucket, prefix, region, credentials }: S3Address): Storage => {
  const client = new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  })
  const disk = new Disk(new S3Driver({ client, bucket, visibility: 'private', supportsACL: false }))
  return {
    put: (key, bytes, contentType) =>
      disk.put(prefix + key, bytes, { contentType, contentLength: bytes.length }),
    read: (key) => opened(() => disk.getStream(prefix + key)),
    delete: (key) => disk.delete(prefix + key),
    close: () => client.destroy(),
  }
}

/** Waits for the first bytes, so that a missing file shows before anything is answered. */
const opened = async (open: () => Promise<Readable>): Promise<Readable | null> => {
  try {
    const stream = await open()
    await once(stream, 'readable')
    return stream
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const isMissing = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === 'ENOENT') return true
  return error.name === 'NoSuchKey' || (error.cause !== error && isMissing(error.cause))
}
