import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { Sender, type SenderType } from '../sender.entity.ts'
import { readSenderAddress } from '../sender-address.ts'

export interface NewSender {
  /** A number in E.164, a short code, or a branded sender ID. */
  address: string
  /** Whether people shall text it: what a branded sender ID can't do (R7). */
  carriesConversations: boolean
}

const INSERT = `
  insert into senders (id, account_id, address, type, created_at) values ($1, $2, $3, $4, $5)
  on conflict do nothing returning id`

/**
 * Gives the account a number or a branded ID to send from. A number belongs to one account, since texts to it are
 * routed by it alone. @throws UserErrors SENDER_INVALID, SENDER_CANNOT_RECEIVE (R7), SENDER_EXISTS, SENDER_TAKEN
 */
export const addSender = (
  ctx: Context,
  input: NewSender,
): Promise<{ senderId: string; address: string; type: SenderType }> =>
  inTransaction(ctx, async (ctx) => {
    const { accountId } = ctx.actor
    const { address, type } = readAddress(input)
    if (await ctx.em.findOne(Sender, { accountId, address }))
      throw userError('SENDER_EXISTS', `The account has ${address} already.`, field)
    const senderId = newId()
    const made = await sql(ctx, INSERT, [senderId, accountId, address, type, ctx.now])
    if (made.length === 0)
      throw userError(
        'SENDER_TAKEN',
        `${address} belongs to an account already; a number has just one.`,
        field,
      )
    // The account's numbers show beside its settings.
    recordChange(ctx, { kind: 'SETTINGS_CHANGED' })
    return { senderId, address, type }
  })

const field = ['input', 'address']

const readAddress = ({ address, carriesConversations }: NewSender) => {
  const sender = readSenderAddress(address)
  if (!sender)
    throw userError(
      'SENDER_INVALID',
      `"${address}" is no number in E.164 (+15550001000), short code (5 or 6 digits) or branded sender ID (up to 11 letters and digits).`,
      field,
    )
  if (carriesConversations && sender.type === 'ALPHANUMERIC')
    throw userError(
      'SENDER_CANNOT_RECEIVE',
      `"${sender.address}" is a branded sender ID: nobody can text it, so it can't carry conversations.`,
      field,
    )
  return sender
}
