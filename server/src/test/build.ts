import { randomInt } from 'node:crypto'
import pg from 'pg'
import { entities } from '../entities.ts'
import type { IncomingText } from '../features/messages/intake/incoming-text.ts'
import type { Actor, Role } from '../platform/auth/actor.ts'
import type { Context } from '../platform/context.ts'
import { type Database, openDatabase } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { createLogger } from '../platform/log.ts'
import { createTestDatabase } from './database.ts'

/** A database of its own: `db` is bound to accounts as in production, `owner` sees and may do everything. */
export interface World {
  url: string
  db: Database
  owner: pg.Pool
  /** Another `Database` on the same data, as another process has it. */
  openAnother(maxConnections?: number): Database
  close(): Promise<void>
}

/** An account with a number, for tests of one tenant; make two to prove isolation. */
export interface BuiltAccount {
  accountId: string
  senderId: string
  number: string
}

export const silent = createLogger('silent')

export const openWorld = async (maxConnections = 10): Promise<World> => {
  const database = await createTestDatabase()
  const opened: Database[] = []
  const openAnother = (connections = maxConnections): Database => {
    const db = openDatabase({ url: database.url, maxConnections: connections, entities })
    opened.push(db)
    return db
  }
  const owner = new pg.Pool({
    connectionString: database.url,
    max: 3,
    options: '-c search_path=parley -c timezone=UTC',
  })
  // Tests that end connections end these, too.
  owner.on('error', () => undefined)
  return {
    url: database.url,
    db: openAnother(),
    owner,
    openAnother,
    close: async () => {
      for (const db of opened) await db.close()
      await owner.end()
      await database.drop()
    },
  }
}

/** Inserts one row by its column names and gives its id. */
export const insert = async (
  owner: pg.Pool,
  table: string,
  row: Record<string, unknown>,
): Promise<string> => {
  const columns = Object.keys(row)
  await owner.query(
    `insert into parley.${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  )
  return String(row.id ?? row.account_id)
}

let numbers = 0

const freshNumber = (): string => {
  numbers += 1
  return `+1650${2_000_000 + numbers}`
}

/** An account with its head, settings and one number. */
export const buildAccount = async (
  owner: pg.Pool,
  given: { number?: string; senderType?: string; settings?: Record<string, unknown> } = {},
): Promise<BuiltAccount> => {
  const accountId = newId()
  const number = given.number ?? freshNumber()
  await insert(owner, 'accounts', {
    id: accountId,
    name: 'Acme Outfitters',
    organization_prefix: 'Acme Outfitters',
  })
  await insert(owner, 'account_heads', { account_id: accountId })
  await insert(owner, 'inbox_settings', { account_id: accountId, ...given.settings })
  const senderId = await buildSender(owner, accountId, number, given.senderType)
  return { accountId, senderId, number }
}

export const buildSender = (
  owner: pg.Pool,
  accountId: string,
  address: string,
  type = 'LONG_CODE',
): Promise<string> => insert(owner, 'senders', { id: newId(), account_id: accountId, address, type })

/** A user row; who signs in needs a login beside it. */
export const buildUser = (owner: pg.Pool, accountId: string, role: Role = 'SUPPORT'): Promise<string> => {
  const id = newId()
  return insert(owner, 'users', {
    id,
    account_id: accountId,
    auth_user_id: id,
    name: 'Olivia Owner',
    email: `${id}@parley.test`,
    role,
  })
}

/** A zone where it is noon or nearly: what tests send is not held up by quiet hours (R25), whenever they run. */
export const zoneAtNoon = (now = new Date()): string => {
  const ahead = 12 - now.getUTCHours()
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/** The same around midnight. */
export const zoneAtMidnight = (now = new Date()): string =>
  zoneAtNoon(new Date(now.getTime() + 12 * 3_600_000))

/** Where it is day, unless said otherwise. */
export const buildProfile = (
  owner: pg.Pool,
  accountId: string,
  columns: Record<string, unknown> = {},
): Promise<string> =>
  insert(owner, 'profiles', {
    id: newId(),
    account_id: accountId,
    phone_number: `+1415${String(randomInt(10_000_000)).padStart(7, '0')}`,
    country: 'US',
    time_zone: zoneAtNoon(),
    consent: 'SUBSCRIBED',
    ...columns,
  })

/** Takes the next sequence of the account's log, without an entry: what tests make by hand pushes nothing. */
export const nextSeq = async (owner: pg.Pool, accountId: string): Promise<number> => {
  const { rows } = await owner.query<{ seq: string }>(
    'update parley.account_heads set seq = seq + 1 where account_id = $1 returning seq',
    [accountId],
  )
  return Number(rows[0]?.seq)
}

/** A person who has texted: profile and conversation. */
export const buildConversation = async (
  owner: pg.Pool,
  { accountId, senderId }: BuiltAccount,
  columns: Record<string, unknown> = {},
  profile: Record<string, unknown> = {},
): Promise<{ profileId: string; conversationId: string }> => {
  const profileId = await buildProfile(owner, accountId, profile)
  const conversationId = await insert(owner, 'conversations', {
    id: newId(),
    account_id: accountId,
    profile_id: profileId,
    sender_id: senderId,
    activity_seq: await nextSeq(owner, accountId),
    last_message_at: new Date(),
    ...columns,
  })
  return { profileId, conversationId }
}

/** An outbound message, queued unless said otherwise. */
export const buildMessage = async (
  owner: pg.Pool,
  { accountId, senderId }: BuiltAccount,
  profileId: string,
  columns: Record<string, unknown> = {},
): Promise<string> =>
  insert(owner, 'messages', {
    id: newId(),
    account_id: accountId,
    profile_id: profileId,
    seq: await nextSeq(owner, accountId),
    direction: 'OUTBOUND',
    kind: 'REPLY',
    text: 'On its way',
    encoding: 'GSM7',
    segments: 1,
    status: 'QUEUED',
    sender_id: senderId,
    next_attempt_at: new Date(),
    ...columns,
  })

/** A text as the carrier's webhook brings it, of an id of its own. */
export const textFrom = (
  { senderId, number }: BuiltAccount,
  from: string,
  text: string,
  more: Partial<IncomingText> = {},
): IncomingText => ({
  carrierMessageId: newId(),
  from,
  to: number,
  senderId,
  senderType: 'LONG_CODE',
  text,
  mediaCount: 0,
  receivedAt: new Date(),
  ...more,
})

/** A context as a request has it; Parley itself acts unless `actor` says who. */
export const contextOf = (db: Database, accountId: string, actor?: Actor): Context => ({
  db,
  actor: actor ?? { kind: 'system', accountId },
  now: new Date(),
  log: silent,
  publicUrl: 'http://parley.test',
})

/** An actor of this role; its user has to be built if what it does names the user. */
export const agentOf = (accountId: string, userId: string, role: Role = 'SUPPORT'): Actor => ({
  kind: 'user',
  accountId,
  userId,
  role,
  sessionId: newId(),
})
