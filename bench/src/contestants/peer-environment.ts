import pg from 'pg'

const read = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: peers are started by the bench`)
  return value
}

export const port = Number(read('PORT'))
export const accountId = read('ACCOUNT_ID')

/** Parley's own settings of a connection, apart from the role: peers have no row-level security to pay for. */
const options = '-c search_path=parley -c timezone=UTC -c plan_cache_mode=force_generic_plan'

export const connection = { connectionString: read('DATABASE_URL'), options }

export const openPool = (max: number): pg.Pool => new pg.Pool({ ...connection, max, pipeline: true })

/** SIGTERM ends a peer at once: it has nothing to lose. */
process.on('SIGTERM', () => process.exit(0))
