import { readInAccount } from '../../platform/db/scoped-query.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { EmailFailure } from './email-failure.graphql.ts'

/** Down an index of its own; its plan is held by notification-plans.test.ts. */
export const FAILURES = {
  name: 'email_failures',
  text: `
    select address, settled_at as at, coalesce(reason, '') as reason, status = 'UNKNOWN' as "mayHaveArrived"
    from email_notifications where account_id = $1 and status in ('FAILED', 'UNKNOWN')
    order by settled_at desc limit 20`,
}

/** The account's e-mails that were given up, the newest first. */
export const emailFailures = (ctx: RequestContext): Promise<EmailFailure[]> =>
  readInAccount<EmailFailure>(ctx.db.pool, ctx.actor.accountId, FAILURES, [ctx.actor.accountId])
