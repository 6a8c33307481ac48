import type { Phone, PhoneMessage } from './sandbox-api.ts'

/** All that the page shows of phones: who they are and their threads, by number. */
export type Phones = { phones: Phone[]; threads: ReadonlyMap<string, readonly PhoneMessage[]> }

const upsert = (thread: readonly PhoneMessage[], message: PhoneMessage): PhoneMessage[] => {
  const others = thread.filter((each) => each.uuid !== message.uuid)
  return [...others, message].sort((a, b) => a.seq - b.seq)
}

/** The phones after a message came in or changed; a number that isn't known yet becomes a phone. */
export const withMessage = ({ phones, threads }: Phones, message: PhoneMessage): Phones => {
  const known = phones.find((phone) => phone.number === message.phone)
  const thread = threads.get(message.phone)
  const newer = !known?.lastMessage || known.lastMessage.seq <= message.seq
  const changed: Phone = {
    number: message.phone,
    name: known?.name ?? null,
    lastMessage: newer ? message : (known?.lastMessage ?? null),
  }
  return {
    phones: known
      ? phones.map((phone) => (phone.number === changed.number ? changed : phone))
      : [...phones, changed],
    threads: thread ? new Map(threads).set(message.phone, upsert(thread, message)) : threads,
  }
}

/** The phones after a thread was fetched; what came in meanwhile stays. */
export const withThread = ({ phones, threads }: Phones, number: string, fetched: PhoneMessage[]): Phones => {
  const newest = fetched.at(-1)?.seq ?? 0
  const since = (threads.get(number) ?? []).filter((message) => message.seq > newest)
  return { phones, threads: new Map(threads).set(number, [...fetched, ...since]) }
}
