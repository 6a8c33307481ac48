import pg from 'pg'

const ownerLock = 7_275_395

const OWNER = `
  select application_name as name from pg_stat_activity join pg_locks using (pid)
  where locktype = 'advisory' and objid = $1 and granted`

/** A claim on the embedded database, as long as its connection lives. */
export interface Ownership {
  /** To be called before the server is stopped, which ends the connection. */
  expectEnd(): void
  release(): Promise<void>
}

/**
 * Claims the database for this process with a session lock in the database itself: the kernel closes the
 * connection of a killed process, so that no stale claim can ever stay.
 * @returns the claim, or the number of the process that has it
 */
export const claimOwnership = async (
  url: string,
  onLost: (error: Error) => void,
): Promise<Ownership | { ownerPid: number }> => {
  const client = new pg.Client({ connectionString: url, application_name: `parley-owner-${process.pid}` })
  let ending = false
  client.on('error', (error) => {
    if (!ending) onLost(error)
  })
  await client.connect()
  const expectEnd = (): void => {
    ending = true
  }
  const release = async (): Promise<void> => {
    expectEnd()
    await client.end()
  }
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
    ownerLock,
  ])
  if (rows[0]?.mine) return { expectEnd, release }
  const owner = await client.query<{ name: string }>(OWNER, [ownerLock])
  const ownerPid = Number(owner.rows[0]?.name.split('-').at(-1) ?? 0)
  if (!isAlive(ownerPid)) {
    await takeOver(client)
    return { expectEnd, release }
  }
  await release()
  return { ownerPid }
}

const isAlive = (pid: number): boolean => {
  if (pid === 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The server takes a moment to notice that the owner is gone, and lets go of its claim then. */
const takeOver = async (client: pg.Client): Promise<void> => {
  await client.query(`set lock_timeout = '5s'`)
  await client.query('select pg_advisory_lock($1)', [ownerLock])
}
