import { readInAccount } from '../../platform/db/scoped-query.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { ConsentChangeRow } from './consent.graphql.ts'

const HISTORY = {
  name: 'consent_history',
  text: `
    select at, from_state as "from", to_state as "to", method, evidence, rule, by_user_id as "byUserRowId"
    from consent_changes where account_id = $1 and profile_id = $2
    order by at desc, id desc limit 1000`,
}

/** What the ledger says of a person, the newest first, 1,000 lines at most (R18). */
export const consentHistory = (ctx: RequestContext, profileId: string): Promise<ConsentChangeRow[]> =>
  readInAccount(ctx.db.pool, ctx.actor.accountId, HISTORY, [ctx.actor.accountId, profileId])
