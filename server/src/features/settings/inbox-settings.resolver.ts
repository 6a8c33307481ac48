import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { loadKnown } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { updateInboxSettings } from './actions/update-inbox-settings.ts'
import { InboxSettings } from './inbox-settings.graphql.ts'
import { settingsByAccount } from './inbox-settings.queries.ts'
import { InboxSettingsInput, InboxSettingsPayload } from './inbox-settings-mutations.graphql.ts'

@Resolver()
export class InboxSettingsResolver {
  @Authorized('SETTINGS_READ')
  @Query(() => InboxSettings, { description: 'What the gear in the inbox sets.' })
  settings(@Ctx() ctx: RequestContext): Promise<InboxSettings> {
    return loadKnown(ctx, settingsByAccount, ctx.actor.accountId)
  }

  @Authorized('MANAGE')
  @Mutation(() => InboxSettingsPayload, {
    description:
      'Changes settings, for everyone in the account at once (R2, R33–R36): all of what is given, or nothing if any of it is wrong. They are pushed to subscribers as SETTINGS_CHANGED if they really changed.',
  })
  updateInboxSettings(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => InboxSettingsInput, { description: 'What is to change.' }) input: InboxSettingsInput,
  ): Promise<InboxSettingsPayload> {
    return payload<InboxSettingsPayload, void>(
      ctx,
      { settings: null },
      () => updateInboxSettings(ctx, input, new URL(ctx.publicUrl).host),
      async () => ({ settings: await this.settings(ctx), userErrors: [] }),
    )
  }
}
