import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql'
import type { Context } from '../../platform/context.ts'
import { userError } from '../../platform/errors.ts'
import { load, loadIf } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { Profile, type ProfileRow } from '../profiles/profile.graphql.ts'
import { profileById } from '../profiles/profile.queries.ts'
import { ProfilePayload } from '../profiles/profile-payload.graphql.ts'
import { User } from '../users/user.graphql.ts'
import { userById } from '../users/user.queries.ts'
import { blockProfile } from './actions/block-profile.ts'
import { unblockProfile } from './actions/unblock-profile.ts'

const ID_OF = { description: 'The profile.' }

@Resolver(() => Profile)
export class BlockingResolver {
  @Authorized('REPLY')
  @Mutation(() => ProfilePayload, {
    description:
      'Blocks a person (R29): closes the conversation and marks it read. Texts that come from then on are counted (`Profile.blockedMessageCount`) and kept from view, and nobody is told of them; keywords still take effect (R15). Undone by `unblockProfile`. Blocking twice changes nothing.',
  })
  blockProfile(@Ctx() ctx: RequestContext, @Arg('id', () => ID, ID_OF) id: string): Promise<ProfilePayload> {
    return changeProfile(ctx, id, blockProfile)
  }

  @Authorized('REPLY')
  @Mutation(() => ProfilePayload, {
    description:
      'Unblocks a person (B8). Texts that came meanwhile take their places in the thread without making it unread; the conversation stays closed until the person writes or an agent opens it. Unblocking who is not blocked changes nothing.',
  })
  unblockProfile(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, ID_OF) id: string,
  ): Promise<ProfilePayload> {
    return changeProfile(ctx, id, unblockProfile)
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who blocked the person (B8); null if not blocked, or blocked by an API key.',
  })
  blockedBy(@Root() profile: ProfileRow, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return loadIf(ctx, userById, profile.blockedByRowId)
  }
}

const changeProfile = (
  ctx: RequestContext,
  id: string,
  action: (ctx: Context, profileId: string) => Promise<void>,
): Promise<ProfilePayload> =>
  payload<ProfilePayload, string>(
    ctx,
    { profile: null },
    async () => {
      const profileId = fromGlobalId('Profile', id)
      if (!profileId) throw userError('NOT_FOUND', 'There is no such profile.', ['id'])
      await action(ctx, profileId)
      return profileId
    },
    async (profileId) => ({ profile: await load(ctx, profileById, profileId), userErrors: [] }),
  )
