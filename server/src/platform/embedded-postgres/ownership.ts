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
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      ownerLock,
    ])
    if (rows[0]?.mine) return { expectEnd, release }
    const owner = await client.query<{ name: string }>(OWNER, [ownerLock])
    const name = owner.rows[0]?.name
    // An owner that died between the two questions has left the claim free.
    if (name === undefined) continue
    await release()
    return { ownerPid: Number(name.split('-').at(-1)) }
  }
}
