import type { WriteContext } from '../../platform/context.ts'
import { UserErrors } from '../../platform/errors.ts'
import type { Conversation } from '../conversations/conversation.entity.ts'
import type { Profile } from '../profiles/profile.entity.ts'
import { Sender } from '../senders/sender.entity.ts'
import { type GateReason, type GateSubject, gateFor, gateMessages } from './gate.ts'

/** What an agent wants to send: now, with these warnings overridden, or at a time. */
export type AgentSend = { purpose: 'REPLY'; overrideWarnings: readonly string[] } | { purpose: 'SCHEDULED' }

const subjectOf = (profile: Profile, sender: Sender | null): GateSubject => ({
  consent: profile.consent,
  isBlocked: Boolean(profile.blockedAt),
  isUnreachable: Boolean(profile.unreachableAt),
  hasTexted: true,
  sender,
  place: {
    phoneNumber: profile.phoneNumber,
    timeZone: profile.timeZone ?? null,
    country: profile.country ?? null,
    region: profile.region ?? null,
  },
})

/**
 * Asks the gate about an agent's message in a conversation (R19), and gives the number that it goes out from (R8).
 * Quiet hours are no matter for what is scheduled: they hold it when it is due.
 * @throws UserErrors with the gate's reasons as codes, at `field`
 */
export const passGate = async (
  ctx: WriteContext,
  { profile, senderId }: Pick<Conversation, 'profile' | 'senderId'>,
  send: AgentSend,
  field: string[],
): Promise<Sender> => {
  const sender = senderId
    ? await ctx.em.findOne(Sender, { id: senderId, accountId: ctx.actor.accountId })
    : null
  const overridden = send.purpose === 'REPLY' ? send.overrideWarnings : []
  const verdict = gateFor(send.purpose)(subjectOf(profile, sender), ctx.now, overridden)
  if (verdict.kind === 'REFUSE') throw refusedByGate(verdict.reasons, field)
  if (!sender) throw new Error('the gate let a message without a sender pass')
  return sender
}

const refusedByGate = (reasons: GateReason[], field: string[]): UserErrors =>
  new UserErrors(reasons.map((code) => ({ code, message: gateMessages[code], field })))
