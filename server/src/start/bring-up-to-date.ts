import pg from 'pg'
import { type MigrateAllOptions, migrateAll } from '../platform/db/migrate-all.ts'
import { inOneLine, StartError } from './start-error.ts'

/** Migrates the database that was opened. @throws StartError if it can't be reached or brought up to date */
export const bringUpToDate = async (options: MigrateAllOptions): Promise<void> => {
  await checkConnection(options.databaseUrl)
  try {
    await migrateAll(options)
  } catch (error) {
    throw new StartError(
      `The database could not be brought up to date, and nothing of the step that failed was kept: ${inOneLine(error)}`,
      { cause: error },
    )
  }
}

const checkConnection = async (databaseUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (error) {
    throw new StartError(`DATABASE_URL: the database cannot be used: ${inOneLine(error)}`, { cause: error })
  } finally {
    await client.end()
  }
}
