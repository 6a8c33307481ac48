import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql'
import { AppError } from '../../platform/errors.ts'
import { pageSize } from '../../platform/graphql/connection.ts'
import { load, loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { JSONObject, PhoneNumber } from '../../platform/graphql/scalars.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { parsePhoneNumber } from '../../platform/phone.ts'
import { Profile, ProfileConnection, type ProfileRow } from './profile.graphql.ts'
import { profileById, profileByPhone, propertiesByProfile } from './profile.queries.ts'
import { countProfiles, profilePage } from './profile-page.queries.ts'
import { searchText } from './search-text.ts'

@Resolver(() => Profile)
export class ProfileResolver {
  @Authorized('READ')
  @Query(() => Profile, {
    nullable: true,
    description: 'A profile, by id or by phone number; null if there is none.',
  })
  profile(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | null | undefined,
    @Arg('phoneNumber', () => PhoneNumber, { nullable: true, description: 'Its phone number.' })
    phoneNumber: string | null | undefined,
  ): Promise<Profile | null> | null {
    if ((id == null) === (phoneNumber == null)) {
      throw new AppError('BAD_USER_INPUT', 'give either id or phoneNumber')
    }
    if (id != null) {
      const rowId = fromGlobalId('Profile', id)
      return rowId === null ? null : load(ctx, profileById, rowId)
    }
    const number = parsePhoneNumber(phoneNumber ?? '')
    if (number === null) throw new AppError('BAD_USER_INPUT', 'phoneNumber is not a phone number in E.164')
    return load(ctx, profileByPhone, number)
  }

  @Authorized('READ')
  @Query(() => ProfileConnection, { description: 'Profiles, the newest first.' })
  profiles(
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many, from 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last one already had.' })
    after: string | null | undefined,
    @Arg('search', () => String, {
      nullable: true,
      description:
        'Only with these words in name, e-mail or number (B9), the number in any format; any part of three characters or more matches, of fewer the beginnings of words. Case and accents make no difference. At most 200 characters; a blank is no search.',
    })
    search: string | null | undefined,
    @Arg('blocked', () => Boolean, {
      nullable: true,
      description: 'Only blocked ones, those blocked last first (B8); or only those that are not.',
    })
    blocked: boolean | null | undefined,
  ): ProfileConnection {
    const filter = { search: searchText('search', search), blocked: blocked ?? null }
    const asked = { first: pageSize('first', first, 50), after, filter }
    const connection = new ProfileConnection(profilePage(ctx, asked))
    connection.count = () => countProfiles(ctx, filter)
    return connection
  }

  @FieldResolver(() => JSONObject, { description: "The integrator's own properties of the person." })
  async properties(
    @Root() profile: ProfileRow,
    @Ctx() ctx: RequestContext,
  ): Promise<Record<string, unknown>> {
    return (await loadKnown(ctx, propertiesByProfile, profile.rowId)).properties
  }
}

@Resolver(() => ProfileConnection)
export class ProfileConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many there are in the whole list, counted up to 10,000.' })
  totalCount(@Root() connection: ProfileConnection): Promise<number> {
    return connection.count()
  }
}
