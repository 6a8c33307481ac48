import { claimPaced, type PacedClaims } from '../features/messages/pacing/claim-paced.ts'
import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/db/database.ts'
import { type BuiltAccount, buildMessage, buildProfile, contextOf, type World } from './build.ts'
import { buildSource } from './build-nodes.ts'
import { awake } from './daytime.ts'
import { pushEqualsRefetch } from './push-equals-refetch.ts'

/** An account with a campaign, whose messages wait for their turn. */
export const openPacingRig = async (world: World, account: BuiltAccount) => {
  const { owner } = world
  const sourceId = await buildSource(owner, account.accountId)
  const rig = {
    ctx: (db: Database = world.db): Context => contextOf(db, account.accountId),
    /** A subscriber who may get anything now, unless said otherwise. */
    person: (columns: Record<string, unknown> = {}): Promise<string> =>
      buildProfile(owner, account.accountId, { ...awake(), ...columns }),
    /** A campaign message that is due, unless said otherwise. */
    queue: (profileId: string, columns: Record<string, unknown> = {}): Promise<string> =>
      buildMessage(owner, account, profileId, {
        kind: 'CAMPAIGN',
        source_id: sourceId,
        composition: 'BY_SETTINGS',
        next_attempt_at: null,
        paced_at: new Date(Date.now() - 1_000),
        ...columns,
      }),
    pace: async (perSecond: number): Promise<void> => {
      await owner.query('update senders set messages_per_second = $2 where id = $1', [
        account.senderId,
        perSecond,
      ])
    },
    /** What a look does, proving that what it changes is pushed. */
    look: async (most = 20): Promise<PacedClaims & { kinds: string[] }> => {
      const { result, entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
        claimPaced(rig.ctx(), account.senderId, most),
      )
      return { ...result, kinds: entries.map(({ kind }) => kind) }
    },
    claimed: async (most?: number): Promise<string[]> =>
      (await rig.look(most)).claims.map(({ messageId }) => messageId),
    message: async (id: string): Promise<Record<string, unknown>> =>
      (await owner.query('select * from messages where id = $1', [id])).rows[0],
    /** As if a look had put it back, and its time had come again. */
    makeDue: async (id: string): Promise<void> => {
      await owner.query('update messages set paced_at = now() where id = $1', [id])
    },
    /** As if the carrier had taken it. */
    settle: async (id: string): Promise<void> => {
      await owner.query(`update messages set status = 'SENT', send_started_at = null where id = $1`, [id])
    },
  }
  return rig
}

export type PacingRig = Awaited<ReturnType<typeof openPacingRig>>
