import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql'
import { AppError, userError } from '../../platform/errors.ts'
import { pageSize } from '../../platform/graphql/connection.ts'
import { load, loadKnown } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized, NeedsWithin } from '../../platform/graphql/rights.ts'
import { DateTime, PhoneNumber } from '../../platform/graphql/scalars.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { parsePhoneNumber } from '../../platform/phone.ts'
import { subscribeProfile } from '../consent/actions/subscribe-profile.ts'
import { unsubscribeProfile } from '../consent/actions/unsubscribe-profile.ts'
import { ConsentChange, ConsentChangeConnection, type ConsentChangeRow } from '../consent/consent.graphql.ts'
import { consentHistoryByProfile, consentLedger, pendingOptInByProfile } from '../consent/consent.queries.ts'
import { Profile, type ProfileRow } from './profile.graphql.ts'
import { profileById } from './profile.queries.ts'
import { ProfilePayload } from './profile-payload.graphql.ts'

const ID_OF_PROFILE = { description: 'The profile; NOT_FOUND if there is none of this id.' }

@Resolver(() => Profile)
export class ProfileConsentResolver {
  @NeedsWithin('READ')
  @FieldResolver(() => [ConsentChange], {
    description:
      'The consent ledger of the person, the newest first, 1,000 lines at most (R18); `consentLedger` pages through all of it.',
  })
  async consentHistory(@Root() profile: ProfileRow, @Ctx() ctx: RequestContext): Promise<ConsentChangeRow[]> {
    return (await load(ctx, consentHistoryByProfile, profile.rowId))?.changes ?? []
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'Set while a double opt-in is pending (R13): the person texted a subscribe keyword, and was asked to reply YES. Until this moment YES subscribes; once it is past, the request has lapsed.',
  })
  async optInPendingUntil(@Root() profile: ProfileRow, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await loadKnown(ctx, pendingOptInByProfile, profile.rowId)).until
  }

  @Authorized('READ')
  @Query(() => ConsentChangeConnection, {
    description:
      'All that the consent ledger says of a phone number, the newest first: for an export of what is kept about a person, also of one whose profile is gone (R18).',
  })
  consentLedger(
    @Ctx() ctx: RequestContext,
    @Arg('phoneNumber', () => PhoneNumber, { description: 'The number.' }) phoneNumber: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many, from 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last one already had.' })
    after: string | null | undefined,
  ): ConsentChangeConnection {
    const number = parsePhoneNumber(phoneNumber)
    if (number === null) throw new AppError('BAD_USER_INPUT', 'phoneNumber is not a phone number in E.164')
    const asked = { phoneNumber: number, first: pageSize('first', first, 50), after }
    return new ConsentChangeConnection(consentLedger(ctx, asked))
  }

  @Authorized('REPLY')
  @Mutation(() => ProfilePayload, {
    description:
      'Opts a person out: the one key beside a possible opt-out (R16, B2), whose text is then kept as evidence, and the opt-out is the customer’s own. Without such a flag it is the agent’s, and `subscribeProfile` can take it back. Nothing is sent. Refused with NOT_FOUND, REASON_TOO_LONG (1,000 characters), REASON_INVALID.',
  })
  unsubscribeProfile(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, ID_OF_PROFILE) id: string,
    @Arg('reason', () => String, { nullable: true, description: 'Why, for the consent ledger.' })
    reason: string | null | undefined,
  ): Promise<ProfilePayload> {
    return change(ctx, id, (rowId) => unsubscribeProfile(ctx, rowId, reason))
  }

  @Authorized('REPLY')
  @Mutation(() => ProfilePayload, {
    description:
      'Records that a person agreed to be texted, with the reason as evidence (R18). Refused with OPTED_OUT over the customer’s own opt-out, which only they can take back; with NOT_FOUND, REASON_REQUIRED, REASON_TOO_LONG (1,000 characters), REASON_INVALID.',
  })
  subscribeProfile(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, ID_OF_PROFILE) id: string,
    @Arg('reason', () => String, { description: 'How the person agreed: when, where, in which words.' })
    reason: string,
  ): Promise<ProfilePayload> {
    return change(ctx, id, (rowId) => subscribeProfile(ctx, rowId, reason))
  }
}

/** A mutation on one profile, by its global id. */
const change = (
  ctx: RequestContext,
  id: string,
  act: (rowId: string) => Promise<void>,
): Promise<ProfilePayload> =>
  payload<ProfilePayload, string>(
    ctx,
    { profile: null },
    async () => {
      const rowId = fromGlobalId('Profile', id)
      if (rowId === null) throw userError('NOT_FOUND', 'There is no such profile.', ['id'])
      await act(rowId)
      return rowId
    },
    async (rowId) => ({ profile: await load(ctx, profileById, rowId), userErrors: [] }),
  )
