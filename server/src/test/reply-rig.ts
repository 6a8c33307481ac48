import { receiveTexts } from '../features/messages/actions/receive-texts.ts'
import { type Reply, sendReply } from '../features/messages/actions/send-reply.ts'
import type { SendJob } from '../features/messages/jobs/send-jobs.ts'
import { sweepSending } from '../features/messages/jobs/sweep-sending.ts'
import { sendQueued } from '../features/messages/sending/send-queued.ts'
import { type UserErrorItem, UserErrors } from '../platform/errors.ts'
import type { JobToAdd } from '../platform/jobs/queue.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  textFrom,
} from './build.ts'
import { type ScriptedCarrier, scriptedCarrier } from './scripted-carrier.ts'

/** A moment so many hours from now, as the API takes it. */
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

/** The codes and fields of what an action refuses; none if it does not. */
export const errorsOf = async (work: Promise<unknown>): Promise<Pick<UserErrorItem, 'code' | 'field'>[]> => {
  try {
    await work
    return []
  } catch (error) {
    if (error instanceof UserErrors) return error.items.map(({ code, field }) => ({ code, field }))
    throw error
  }
}

type Row = Record<string, unknown>

/** Somebody who has texted an account, and what may be done about replies to them. `renew` before each test. */
export const openReplyRig = async () => {
  const world = await openWorld(6)
  let account: BuiltAccount = { accountId: '', senderId: '', number: '' }
  let person = { profileId: '', conversationId: '' }
  const ctx = (db = world.db) => contextOf(db, account.accountId)
  return {
    world,
    get account() {
      return account
    },
    get profileId() {
      return person.profileId
    },
    get conversationId() {
      return person.conversationId
    },
    renew: async (profile: Row = {}): Promise<void> => {
      account = await buildAccount(world.owner)
      person = await buildConversation(world.owner, account, {}, profile)
      await world.owner.query('delete from messages')
    },
    ctx,
    /** Schedules a reply, in nine hours unless said otherwise; gives its row id. */
    schedule: async (input: Partial<Reply> = {}): Promise<string> => {
      const { conversationId } = person
      const reply = { conversationId, text: 'Good morning', sendAt: inHours(9), ...input }
      return (await sendReply(ctx(), reply)).messageId
    },
    /** Has the person text the account. */
    write: async (text: string): Promise<void> => {
      const { rows } = await world.owner.query('select phone_number from profiles where id = $1', [
        person.profileId,
      ])
      const incoming = textFrom(account, rows[0].phone_number, text)
      await receiveTexts(world.db, account.accountId, [incoming], () => [])
    },
    row: async (table: 'messages' | 'conversations', id: string): Promise<Row> =>
      (await world.owner.query(`select * from ${table} where id = $1`, [id])).rows[0],
    /** Changes columns of the person's row; $2 and on are the values. */
    setPerson: async (columns: string, ...values: unknown[]): Promise<void> => {
      await world.owner.query(`update profiles set ${columns} where id = $1`, [person.profileId, ...values])
    },
    /** As if so much time had passed for everything scheduled. */
    letTimePass: async (by = '9 hours'): Promise<void> => {
      await world.owner.query(
        `update messages set scheduled_at = scheduled_at - $1::interval, next_attempt_at = next_attempt_at - $1::interval
         where status = 'SCHEDULED'`,
        [by],
      )
    },
    /** What a sweep finds to send. */
    due: async (): Promise<SendJob[]> => {
      const jobs: JobToAdd<SendJob>[] = []
      await sweepSending({
        db: world.db,
        carrier: scriptedCarrier(),
        contextFor: (accountId) => contextOf(world.db, accountId),
        add: async (more) => void jobs.push(...more),
      })
      return jobs.map((job) => job.data)
    },
    /** Sends what may go to the person now, as a worker does. */
    send: (carrier: ScriptedCarrier, db = world.db): Promise<void> =>
      sendQueued(ctx(db), { carrier, callbackUrl: () => '' }, person.profileId),
  }
}
