/** Where media are kept in S3, out of `S3_URL`. */
export interface S3Address {
  /** Of the service, without the bucket. */
  endpoint: string
  bucket: string
  /** Before each key; empty, or ending in a slash. */
  prefix: string
  region: string
  /** Absent: the AWS SDK finds some by itself (its environment variables, the machine's role). */
  credentials?: { accessKeyId: string; secretAccessKey: string }
}

const ofAmazon = /(?:^|[.])s3[.-]([a-z0-9-]+)[.]amazonaws[.]com$/

/**
 * Reads `https://<key>:<secret>@<endpoint>/<bucket>[/<prefix>][?region=<region>]`; key and secret URL-encoded where they
 * need it, and left out together. Null if it is anything else.
 */
export const parseS3Url = (value: string): S3Address | null => {
  const url = URL.parse(value)
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hash) return null
  const [bucket, ...folders] = url.pathname.split('/').filter((part) => part !== '')
  if (!bucket || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return null
  if (Boolean(url.username) !== Boolean(url.password)) return null
  if ([...url.searchParams.keys()].some((key) => key !== 'region')) return null
  return {
    endpoint: `${url.protocol}//${url.host}`,
    bucket,
    prefix: folders.map((folder) => `${decodeURIComponent(folder)}/`).join(''),
    region: url.searchParams.get('region') || ofAmazon.exec(url.hostname)?.[1] || 'us-east-1',
    ...(url.username && {
      credentials: {
        accessKeyId: decodeURIComponent(url.username),
        secretAccessKey: decodeURIComponent(url.password),
      },
    }),
  }
}
