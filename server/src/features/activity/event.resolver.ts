import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql'
import { pageSize } from '../../platform/graphql/connection.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized, NeedsWithin } from '../../platform/graphql/rights.ts'
import { Profile, type ProfileRow } from '../profiles/profile.graphql.ts'
import { EventConnection, Metric } from './event.graphql.ts'
import { eventPage, metricsOfAccount } from './event.queries.ts'

@Resolver()
export class MetricsResolver {
  @Authorized('READ')
  @Query(() => [Metric], {
    description: 'The kinds of activity that the account knows, by name; at most 1,000.',
  })
  metrics(@Ctx() ctx: RequestContext): Promise<Metric[]> {
    return metricsOfAccount(ctx)
  }
}

@Resolver(() => Profile)
export class ProfileEventsResolver {
  @NeedsWithin('READ')
  @FieldResolver(() => EventConnection, { description: 'What the person did, the newest first (R31).' })
  events(
    @Root() profile: ProfileRow,
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'How many, from 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last one already had.' })
    after: string | null | undefined,
    @Arg('metricIds', () => [ID], { nullable: true, description: 'Only of these metrics, at most 50.' })
    metricIds: string[] | null | undefined,
  ): EventConnection {
    const asked = { first: pageSize('first', first, 20), after, metricIds }
    return new EventConnection(eventPage(ctx, profile.rowId, asked))
  }
}
