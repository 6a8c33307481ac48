import { Ctx, FieldResolver, Resolver } from 'type-graphql'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { EmailNotifications } from '../settings/inbox-settings.graphql.ts'
import { EmailFailure } from './email-failure.graphql.ts'

const FAILURES = {
  name: 'email_failures',
  text: `
    select address, settled_at as at, coalesce(reason, '') as reason, status = 'UNKNOWN' as "mayHaveArrived"
    from email_notifications where account_id = $1 and status in ('FAILED', 'UNKNOWN')
    order by settled_at desc limit 20`,
}

@Resolver(() => EmailNotifications)
export class EmailFailuresResolver {
  @FieldResolver(() => [EmailFailure], {
    description:
      'E-mails that were given up in the last 30 days, the newest first, 20 at most: refused by the mail server, or not taken by it for a day.',
  })
  failures(@Ctx() ctx: RequestContext): Promise<EmailFailure[]> {
    const { accountId } = ctx.actor
    return readInAccount<EmailFailure>(ctx.db.pool, accountId, FAILURES, [accountId])
  }
}
