import { LRUCache } from 'lru-cache'
import type { Commit } from '../../../platform/change-log/write-changes.ts'
import type { WakeUp, WakeUps } from '../../../platform/wake-ups/listen.ts'
import type { IntakeAccount, IntakeState, KnownPerson } from './intake-state.ts'
import { headAfter, type Intake } from './intake-writes.ts'

/** The people whom this process took texts from lately, as they are by now: whoever texts soon texts again. */
export interface KeptPeople {
  /** What is known of an account and of these people of it, for texts that go in behind others. */
  find(accountId: string, phoneNumbers: string[], behind: Intake[]): Pick<IntakeState, 'account' | 'people'>
  /** Keeps how a batch that is just written left its people; to be called before anyone hears of it. */
  keep(accountId: string, intake: Intake): void
  close(): void
}

/** An account as of one head of its log, which is that of its people, too. */
interface KeptAccount {
  account: IntakeAccount
  /** The numbers of the people who are kept, by their profiles. */
  numbers: Map<string, string>
  /** The latest head that was announced. */
  announced: number
}

interface KeptPerson {
  person: KnownPerson
  of: KeptAccount
}

const ACCOUNTS = 1_000
/** Of all accounts together; a person takes a kilobyte. */
const PEOPLE = 20_000
/** What was changed by hand, behind the log's back, counts after this. */
const KEPT_MS = 300_000

/**
 * Whatever else an account's log gains takes away whom it tells of, or all if this process can't know whom. If it hears
 * of that too late, no harm is done: a write says which head it was decided on, and fails if that is no more.
 */
export const createKeptPeople = (wakeUps: Pick<WakeUps, 'subscribe'>): KeptPeople => {
  const accounts = new LRUCache<string, KeptAccount>({ max: ACCOUNTS, ttl: KEPT_MS, ttlResolution: 1_000 })
  const people = new LRUCache<string, KeptPerson>({
    max: PEOPLE,
    dispose: ({ person, of }) => of.numbers.delete(person.profileId),
    noDisposeOnSet: true,
  })
  const hear = (wakeUp: WakeUp | 'missed'): void => {
    if (wakeUp === 'missed') {
      accounts.clear()
      return
    }
    const { accountId, seq, commit } = wakeUp
    const kept = accounts.get(accountId)
    if (!kept || seq <= kept.account.head) return
    kept.announced = Math.max(kept.announced, seq)
    if (!commit) return
    const gone = toldOf(kept, commit)
    if (gone) for (const number of gone) people.delete(accountId + number)
    else accounts.delete(accountId)
  }
  return {
    find: (accountId, phoneNumbers, behind) => {
      const kept = accounts.get(accountId)
      const found = new Map<string, KnownPerson>()
      if (!kept || !isCurrent(kept, behind)) return { account: null, people: found }
      for (const number of phoneNumbers) {
        const one = people.get(accountId + number)
        if (one?.of === kept) found.set(number, one.person)
      }
      return { account: kept.account, people: found }
    },
    keep: (accountId, intake) => {
      const account = { head: headAfter(intake), settings: intake.settings }
      const before = accounts.get(accountId)
      const isSame = before?.account.head === intake.head
      const kept = isSame ? before : { account, numbers: new Map(), announced: account.head }
      kept.account = account
      for (const [number, person] of intake.people) {
        people.set(accountId + number, { person, of: kept })
        kept.numbers.set(person.profileId, number)
      }
      if (!isSame) accounts.set(accountId, kept)
    },
    close: wakeUps.subscribe(hear),
  }
}

/** Whether nobody else is known to have written between what is kept and what goes in behind `behind`. */
const isCurrent = ({ account, announced }: KeptAccount, behind: Intake[]): boolean => {
  const [first] = behind
  const heads = first ? [first.head, ...behind.map(headAfter)] : [account.head]
  return heads.includes(account.head) && announced <= (heads.at(-1) ?? 0)
}

/** The kept people whom a commit tells of; null if it is about more, or didn't go in right behind what is kept. */
const toldOf = (kept: KeptAccount, { after, entries }: Commit): string[] | null => {
  if (after !== kept.account.head) return null
  const gone: string[] = []
  for (const { kind, profileId } of entries) {
    if (kind === 'SETTINGS_CHANGED' || !profileId) return null
    const number = kept.numbers.get(profileId)
    if (number) gone.push(number)
  }
  kept.account = { ...kept.account, head: after + entries.length }
  return gone
}
