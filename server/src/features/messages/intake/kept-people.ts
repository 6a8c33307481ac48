import { LRUCache } from 'lru-cache'
import type { Commit } from '../../../platform/change-log/write-changes.ts'
import type { WakeUp, WakeUps } from '../../../platform/wake-ups/listen.ts'
import type { IntakeAccount, IntakeState, KnownPerson } from './intake-state.ts'
import { headAfter, type Intake } from './intake-writes.ts'

/** The people whom this process took texts from lately, as they are by now: whoever texts soon texts again. */
export interface KeptPeople {
  /** What is known of an account and of these people of it, for texts that go in behind others. */
  find(accountId: string, phoneNumbers: string[], behind: Intake[]): Pick<IntakeState, 'account' | 'people'>
  /** Keeps how a batch that is written left its people. */
  keep(accountId: string, intake: Intake): void
  close(): void
}

/** An account and people of it, as of one head of its log. */
interface KeptAccount {
  account: IntakeAccount
  people: LRUCache<string, KnownPerson>
  /** The people's numbers by their profiles. */
  numbers: Map<string, string>
  /** The latest head that was announced. Announcements of our own writes may come before their answers. */
  announced: number
}

const ACCOUNTS = 100
/** Of each account; a person takes a kilobyte. */
const PEOPLE = 5_000
/** What was changed by hand, behind the log's back, counts after this. */
const KEPT_MS = 30_000

/**
 * Whatever else an account's log gains takes away whom it tells of, or all if this process can't know whom. If it hears
 * of that too late, no harm is done: a write says which head it was decided on, and fails if that is no more.
 */
export const createKeptPeople = (wakeUps: Pick<WakeUps, 'subscribe'>): KeptPeople => {
  const accounts = new LRUCache<string, KeptAccount>({ max: ACCOUNTS, ttl: KEPT_MS })
  const hear = (wakeUp: WakeUp | 'missed'): void => {
    if (wakeUp === 'missed') {
      accounts.clear()
      return
    }
    const kept = accounts.get(wakeUp.accountId)
    if (!kept || wakeUp.seq <= kept.account.head) return
    kept.announced = Math.max(kept.announced, wakeUp.seq)
    if (wakeUp.commit && !follow(kept, wakeUp.commit)) accounts.delete(wakeUp.accountId)
  }
  return {
    find: (accountId, phoneNumbers, behind) => {
      const kept = accounts.get(accountId)
      const people = new Map<string, KnownPerson>()
      if (!kept || !isCurrent(kept, behind)) return { account: null, people }
      for (const number of phoneNumbers) {
        const person = kept.people.get(number)
        if (person) people.set(number, person)
      }
      return { account: kept.account, people }
    },
    keep: (accountId, intake) => {
      const account = { head: headAfter(intake), settings: intake.settings }
      const kept = accounts.get(accountId) ?? open(account)
      if (kept.account.head !== account.head) return
      kept.account = account
      for (const [number, person] of intake.people) {
        kept.people.set(number, person)
        kept.numbers.set(person.profileId, number)
      }
      if (!accounts.has(accountId)) accounts.set(accountId, kept)
    },
    close: wakeUps.subscribe(hear),
  }
}

const open = (account: IntakeAccount): KeptAccount => {
  const numbers = new Map<string, string>()
  const people = new LRUCache<string, KnownPerson>({
    max: PEOPLE,
    dispose: ({ profileId }) => numbers.delete(profileId),
    noDisposeOnSet: true,
  })
  return { account, people, numbers, announced: account.head }
}

/** Whether nobody else is known to have written between what is kept and what goes in behind `behind`. */
const isCurrent = ({ account, announced }: KeptAccount, behind: Intake[]): boolean => {
  const [first] = behind
  const heads = first ? [first.head, ...behind.map(headAfter)] : [account.head]
  return heads.includes(account.head) && announced <= (heads.at(-1) ?? 0)
}

/** Takes away whom a commit tells of; false if what is kept is not of the head that it went in behind. */
const follow = (kept: KeptAccount, { after, entries }: Commit): boolean => {
  if (after !== kept.account.head) return false
  for (const { kind, profileId } of entries) {
    if (kind === 'SETTINGS_CHANGED' || !profileId) return false
    const number = kept.numbers.get(profileId)
    if (number) kept.people.delete(number)
  }
  kept.account = { ...kept.account, head: after + entries.length }
  return true
}
