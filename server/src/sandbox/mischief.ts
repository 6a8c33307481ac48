import { z } from 'zod'
import type { Database } from './carrier-context.ts'

const delay = z.int().min(0).max(600_000)
const everyNth = z.int().min(0).max(1_000_000).default(0)

const nextSends = z
  .strictObject({
    outcome: z.enum(['accept', 'refuse', 'hang_before', 'hang_after', 'reset_before', 'reset_after']),
    status: z.literal([400, 401, 402, 403, 404, 429, 500, 503]).optional(),
    times: z.int().min(1).nullable().default(null),
  })
  .refine((value) => (value.outcome === 'refuse') === (value.status !== undefined), {
    message: 'status goes with the outcome refuse, and with no other',
  })

/** The switches of docs/sandbox.md; a field left out is the carrier in a good mood. */
export const mischiefSchema = z.strictObject({
  callbackDelayMs: z
    .strictObject({ min: delay, max: delay })
    .refine(({ min, max }) => min <= max, { message: 'min is above max' })
    .default({ min: 150, max: 600 }),
  duplicateEvery: everyNth,
  loseEvery: everyNth,
  reorder: z.boolean().default(false),
  finalState: z.enum(['delivered', 'undelivered', 'failed', 'sent']).default('delivered'),
  errorCode: z
    .string()
    .regex(/^\d{1,5}$/)
    .nullable()
    .default(null),
  nextSends: nextSends.default({ outcome: 'accept', times: null }),
  mediaBase: z.literal([0, 1]).default(0),
  mmsTextField: z.enum(['Body', 'Text']).default('Body'),
  webhookMethod: z.enum(['POST', 'GET']).default('POST'),
  signatures: z.enum(['V3_AND_V2', 'V2']).default('V3_AND_V2'),
  carrierStop: z.boolean().default(true),
})

export type Mischief = z.infer<typeof mischiefSchema>
export type SendOutcome = Mischief['nextSends']

/** The settings in force. */
export async function readMischief(db: Database): Promise<Mischief> {
  const { rows } = await db.query('select mischief from settings')
  return mischiefSchema.parse(rows[0]?.mischief)
}

/**
 * Inside a transaction, before anything else: the settings in force, locked until the end. So messages are recorded
 * one after the other, their `seq` in the order of commit, and counted outcomes are met exactly.
 */
export async function lockMischief(db: Database): Promise<Mischief> {
  const { rows } = await db.query('select mischief from settings for update')
  return mischiefSchema.parse(rows[0]?.mischief)
}

/** Replaces all settings, and starts the counting for `duplicateEvery` and `loseEvery` anew. */
export async function writeMischief(db: Database, mischief: Mischief): Promise<void> {
  await db.query('update settings set mischief = $1, webhooks = 0, callbacks = 0', [JSON.stringify(mischief)])
}

/** Inside a transaction: the settings in force, locked, with what this send meets counted down. */
export async function takeSendOutcome(db: Database): Promise<{ mischief: Mischief; outcome: SendOutcome }> {
  const mischief = await lockMischief(db)
  const outcome = mischief.nextSends
  if (outcome.times !== null) {
    const left = outcome.times - 1
    const next: SendOutcome = left > 0 ? { ...outcome, times: left } : { outcome: 'accept', times: null }
    await db.query(`update settings set mischief = jsonb_set(mischief, '{nextSends}', $1)`, [
      JSON.stringify(next),
    ])
  }
  return { mischief, outcome }
}

/** How often the next webhook goes out: 0 (lost), 1 or 2. Only status callbacks are ever lost. */
export async function copiesOfNext(
  db: Database,
  kind: 'INBOUND' | 'STATUS',
  { duplicateEvery, loseEvery }: Mischief,
): Promise<0 | 1 | 2> {
  if (duplicateEvery === 0 && loseEvery === 0) return 1
  const { rows } = await db.query(
    'update settings set webhooks = webhooks + 1, callbacks = callbacks + $1 returning webhooks, callbacks',
    [kind === 'STATUS' ? 1 : 0],
  )
  const isNth = (count: unknown, every: number): boolean => every > 0 && Number(count) % every === 0
  if (kind === 'STATUS' && isNth(rows[0]?.callbacks, loseEvery)) return 0
  return isNth(rows[0]?.webhooks, duplicateEvery) ? 2 : 1
}
