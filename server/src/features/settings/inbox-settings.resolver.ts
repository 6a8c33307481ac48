import { Ctx, Query, Resolver } from 'type-graphql'
import { loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { InboxSettings } from './inbox-settings.graphql.ts'
import { settingsByAccount } from './inbox-settings.queries.ts'

@Resolver()
export class InboxSettingsResolver {
  @Authorized('SETTINGS_READ')
  @Query(() => InboxSettings, { description: 'What the gear in the inbox sets.' })
  settings(@Ctx() ctx: RequestContext): Promise<InboxSettings> {
    return loadKnown(ctx, settingsByAccount, ctx.actor.accountId)
  }
}
