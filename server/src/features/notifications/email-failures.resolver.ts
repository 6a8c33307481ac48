import { Ctx, FieldResolver, Resolver } from 'type-graphql'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { EmailNotifications } from '../settings/inbox-settings.graphql.ts'
import { EmailFailure } from './email-failure.graphql.ts'
import { emailFailures } from './email-failures.queries.ts'

@Resolver(() => EmailNotifications)
export class EmailFailuresResolver {
  @FieldResolver(() => [EmailFailure], {
    description:
      'E-mails that were given up in the last 30 days, the newest first, 20 at most: refused by the mail server, or not taken by it for a day.',
  })
  failures(@Ctx() ctx: RequestContext): Promise<EmailFailure[]> {
    return emailFailures(ctx)
  }
}
