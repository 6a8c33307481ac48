import { sendMessages } from '../features/ingestion/actions/send-messages.ts'
import { upsertProfiles } from '../features/ingestion/actions/upsert-profiles.ts'
import type { ProfileFields } from '../features/ingestion/read-profile.ts'
import type { SourceMessageFields } from '../features/ingestion/read-source-message.ts'
import type { SourceFields } from '../features/ingestion/sources.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildProfile,
  contextOf,
  openWorld,
  type World,
  zoneAtNoon,
} from './build.ts'
import { pushEqualsRefetch } from './push-equals-refetch.ts'

export const spring: SourceFields = { type: 'CAMPAIGN', name: 'Spring sale', externalId: 'spring' }

/** At noon in New York and nine in California: nobody's quiet hours. */
export const noon = new Date('2026-11-24T17:00:00Z')

/** A message of a campaign as integrators give it. */
export const to = (phoneNumber: string, more: Partial<SourceMessageFields> = {}): SourceMessageFields => ({
  phoneNumber,
  text: 'Twenty percent off!',
  externalId: phoneNumber,
  ...more,
})

/** What integrators bring in, each time proving that what it changes is pushed; `renew` goes on in a new account. */
export const openIngestionRig = async () => {
  const world: World = await openWorld(4)
  let account: BuiltAccount
  return {
    world,
    renew: async (given?: Parameters<typeof buildAccount>[1]): Promise<BuiltAccount> => {
      account = await buildAccount(world.owner, given)
      return account
    },
    ctx: (now = noon) => ({ ...contextOf(world.db, account.accountId), now }),
    send: (messages: SourceMessageFields[], source = spring, now = noon) =>
      pushEqualsRefetch(world.db, account.accountId, () =>
        sendMessages({ ...contextOf(world.db, account.accountId), now }, source, messages),
      ),
    upsert: (profiles: ProfileFields[]) =>
      pushEqualsRefetch(world.db, account.accountId, () =>
        upsertProfiles(contextOf(world.db, account.accountId), profiles),
      ),
    subscribe: (phone_number: string, columns: Record<string, unknown> = {}): Promise<string> =>
      buildProfile(world.owner, account.accountId, { phone_number, time_zone: zoneAtNoon(noon), ...columns }),
    /** The account's messages as they are stored. */
    stored: async (): Promise<Record<string, unknown>[]> =>
      (
        await world.owner.query('select * from messages where account_id = $1 order by seq', [
          account.accountId,
        ])
      ).rows,
    profileOf: async (phoneNumber: string): Promise<Record<string, unknown>> =>
      (
        await world.owner.query('select * from profiles where account_id = $1 and phone_number = $2', [
          account.accountId,
          phoneNumber,
        ])
      ).rows[0],
  }
}
