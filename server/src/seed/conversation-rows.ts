import { v7 } from 'uuid'
import type { DemoMessage } from './message-rows.ts'
import type { Story } from './story.ts'

const isConversation = ({ draft }: DemoMessage): boolean => draft.origin === 'CONVERSATION'

/** The first text since the last answer, if the person is waiting for one; `messages` since it was last closed. */
const waitingSince = (messages: DemoMessage[]): Date | null => {
  const answered = messages.findLastIndex(({ draft }) => draft.kind === 'REPLY')
  return messages.slice(answered + 1).find(({ draft }) => draft.direction === 'INBOUND')?.draft.at ?? null
}

/**
 * The conversation of a person who has one; `messages` are all of theirs, in order. What comes last of those that
 * belong in the inbox is its activity: keyword texts and the answers to them leave it alone (R14).
 */
export const conversationRow = (
  accountId: string,
  { person, plan, lastTalkStartedAt, possibleOptOut }: Story,
  messages: DemoMessage[],
  senderId: string,
): Record<string, unknown>[] => {
  const shown = messages.filter(isConversation)
  const last = shown.at(-1)
  const first = shown.find(({ draft }) => draft.direction === 'INBOUND')
  if (!plan || !first || !last) return []
  const isOpen = plan.ending === 'UNREAD' || plan.ending === 'WAITING' || plan.ending === 'ANSWERED'
  return [
    {
      id: v7({ msecs: first.draft.at.getTime() }),
      account_id: accountId,
      profile_id: person.id,
      sender_id: senderId,
      status: isOpen ? 'OPEN' : plan.ending,
      snoozed_until: plan.snoozedUntil,
      is_unread: plan.ending === 'UNREAD',
      activity_seq: last.seq,
      last_message_id: last.id,
      last_message_at: last.draft.at,
      waiting_since: isOpen
        ? waitingSince(shown.filter(({ draft }) => lastTalkStartedAt && draft.at >= lastTalkStartedAt))
        : null,
      possible_opt_out: isOpen && possibleOptOut && last.draft.direction === 'INBOUND',
      created_at: first.draft.at,
    },
  ]
}
