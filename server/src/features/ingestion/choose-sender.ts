import { countryOf } from '../../platform/phone.ts'

/** A number or name that the account can send from. */
export interface SenderChoice {
  id: string
  canReceive: boolean
}

/** Where branded names are not taken by the carriers (facts of Plivo). */
const withoutNames = new Set(['US', 'CA'])

/**
 * Which sender a campaign's or flow's message goes out from: the number of the person's conversation, so that it stands
 * in the thread that they know; else the account's oldest number that can be answered; else, outside of the US and
 * Canada, its oldest branded name. Null where there is none. `senders`: the account's, the oldest first.
 */
export const chooseSender = (
  senders: SenderChoice[],
  person: { phoneNumber: string; senderId: string | null },
): SenderChoice | null => {
  const own = senders.find(({ id, canReceive }) => id === person.senderId && canReceive)
  const first = own ?? senders.find(({ canReceive }) => canReceive)
  if (first) return first
  return withoutNames.has(countryOf(person.phoneNumber) ?? '') ? null : (senders[0] ?? null)
}
