import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { EmbeddedPostgresError } from './error.ts'

const run = promisify(execFile)

/** How PostgreSQL's programs are run: it refuses to run as root. */
export interface Account {
  /** Words before the program: `[]`, or `unshare …`. */
  prefix: string[]
  /** The user to become, who then owns the files. Absent: the one that we are. */
  become?: { uid: number; gid: number }
}

const asOurselves: Account = { prefix: [] }

// In a user namespace we are "nobody" within and root without: files stay root's, so folders that only
// root may enter (/root) do no harm, and no user needs to be made.
const asNobodyInside: Account = { prefix: ['unshare', '-U', '--map-user=65534', '--map-group=65534'] }

// Containers may run us under a number that no user has; initdb insists on a name.
const hasName = (): boolean => {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

const namespacesWork = async (): Promise<boolean> => {
  const [program = '', ...args] = [...asNobodyInside.prefix, 'true']
  try {
    await run(program, args)
    return true
  } catch {
    return false
  }
}

const systemUser = async (): Promise<Account> => {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name])))
      if (uid && gid) return { prefix: [], become: { uid: Number(uid.stdout), gid: Number(gid.stdout) } }
    } catch {
      // There is no such user here: the next one will do.
    }
  }
  throw new EmbeddedPostgresError(
    'The embedded PostgreSQL cannot run as root here: run Parley as a normal user, or set DATABASE_URL.',
  )
}

/**
 * Decides who runs the embedded PostgreSQL: ourselves, or as root someone harmless.
 * @param home the folder of the embedded database: whoever owns it already goes on with it
 */
export const chooseAccount = async (home: string): Promise<Account> => {
  if (process.getuid?.() !== 0) return hasName() ? asOurselves : asNobodyInside
  const owner = await stat(home).catch(() => undefined)
  if (owner && owner.uid !== 0) return { prefix: [], become: { uid: owner.uid, gid: owner.gid } }
  if (await namespacesWork()) return asNobodyInside
  if (owner) {
    throw new EmbeddedPostgresError(
      `${home} belongs to root, and PostgreSQL cannot run as root here: give the folder to another user (chown -R nobody), or set DATABASE_URL.`,
    )
  }
  return systemUser()
}
