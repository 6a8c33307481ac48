import type { SendOutcome } from '../features/carrier/carrier.ts'
import { receiveTexts } from '../features/messages/actions/receive-texts.ts'
import { settleDeliveries } from '../features/messages/actions/settle-deliveries.ts'
import type { DeliveryReport } from '../features/messages/delivery-rules.ts'
import type { IncomingText } from '../features/messages/intake/incoming-text.ts'
import { sendQueued } from '../features/messages/sending/send-queued.ts'
import type { Statement } from '../platform/db/batch-transaction.ts'
import { inTransaction, sql } from '../platform/db/in-transaction.ts'
import { type BuiltAccount, buildMessage, buildProfile, contextOf, textFrom, type World } from './build.ts'
import { accepted, scriptedCarrier } from './scripted-carrier.ts'

/** A zone where it is about noon: campaigns are held while it is quiet where the person is (R25). */
export const noonZone = (): string => {
  const ahead = 12 - new Date().getUTCHours()
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/** A subscribed person who can be sent campaigns now. */
export const buildReader = (
  world: World,
  { accountId }: BuiltAccount,
  columns: Record<string, unknown> = {},
): Promise<string> =>
  buildProfile(world.owner, accountId, { country: null, time_zone: noonZone(), ...columns })

export interface Sent {
  kind: 'CAMPAIGN' | 'FLOW' | 'REPLY' | 'AUTO_RESPONSE'
  sourceId?: string | null
}

/** Queues a message to a person and lets the worker hand it over; gives its row id. */
export const send = async (
  world: World,
  account: BuiltAccount,
  profileId: string,
  { kind, sourceId = null }: Sent,
  outcome: () => SendOutcome = accepted,
): Promise<string> => {
  const id = await buildMessage(world.owner, account, profileId, { kind, source_id: sourceId })
  await sendOut(world, account, profileId, outcome)
  return id
}

/** Lets the worker hand over what is queued for a person. */
export const sendOut = async (
  world: World,
  account: BuiltAccount,
  profileId: string,
  outcome: () => SendOutcome = accepted,
): Promise<void> => {
  await world.owner.query(
    `update messages set next_attempt_at = now() where profile_id = $1 and status = 'QUEUED'`,
    [profileId],
  )
  await sendQueued(
    contextOf(world.db, account.accountId),
    { carrier: scriptedCarrier(outcome), callbackUrl: () => '' },
    profileId,
  )
}

/** Takes the carrier's report about a message, of the id that it has there. */
export const report = (
  world: World,
  { accountId }: BuiltAccount,
  { messageId, carrierMessageId = `carrier-${messageId}` }: { messageId: string; carrierMessageId?: string },
  status: DeliveryReport['status'],
  at = new Date(),
): Promise<unknown> =>
  settleDeliveries(world.db, accountId, [{ messageId, report: { carrierMessageId, status, at } }], () => [])

/** A text from a person comes in; gives what it was attributed to. */
export const attributionOf = async (
  world: World,
  account: BuiltAccount,
  from: string,
  text: string,
  more: Partial<IncomingText> = {},
): Promise<{ reason: string | null; sourceId: string | null }> => {
  const incoming = textFrom(account, from, text, more)
  await receiveTexts(world.db, account.accountId, [incoming], () => [])
  const { rows } = await world.owner.query(
    'select attribution_reason as reason, attribution_source_id as "sourceId" from messages where carrier_message_id = $1',
    [incoming.carrierMessageId],
  )
  return rows[0]
}

/** Runs what credits sources in a transaction of the account. */
export const creditWith = (
  world: World,
  { accountId }: BuiltAccount,
  statements: Statement[],
): Promise<void> =>
  inTransaction(contextOf(world.db, accountId), async (ctx) => {
    for (const { text, values } of statements) await sql(ctx, text, values)
  })
