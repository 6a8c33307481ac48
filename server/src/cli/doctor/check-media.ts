import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { newId } from '../../platform/ids.ts'
import { openStorage } from '../../platform/storage/storage.ts'
import { explainError } from '../command-error.ts'
import { Finding } from './report.ts'

/** A file can be written where media are stored, read back and deleted. */
export const checkMedia = async (env: { s3Url?: string; dataDir: string }): Promise<string> => {
  const folder = join(env.dataDir, 'media')
  const place = env.s3Url ? `the bucket at ${new URL(env.s3Url).host}` : folder
  const storage = openStorage({ s3Url: env.s3Url, folder })
  const key = `doctor/${newId()}`
  try {
    await storage.put(key, Buffer.from(key), 'text/plain')
    const file = await storage.read(key)
    if (!file || (await buffer(file)).toString() !== key)
      throw new Error('it did not give back what was written')
    await storage.delete(key)
    return `${place} keeps files`
  } catch (error) {
    throw new Finding(
      `${place} does not keep files (${explainError(error)})`,
      env.s3Url
        ? 'check S3_URL: endpoint, bucket, region, key and secret, which must be allowed to put, get and delete objects'
        : 'let the user of this process write to DATA_DIR',
    )
  } finally {
    storage.close()
  }
}
