import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { profileById } from '../profiles/profile.queries.ts'
import { recordConsents } from './actions/record-consents.ts'
import { BULK } from './bulk.ts'
import { ConsentInput, RecordConsentsPayload } from './consents.graphql.ts'
import { present } from './present-results.ts'

@Resolver()
export class ConsentsResolver {
  @Authorized('INGEST')
  @Mutation(() => RecordConsentsPayload, {
    description: `Records consent given or taken back elsewhere, each change with its evidence in the ledger (R18, R41). Items are taken in order; one that says what stands already changes nothing. Composers open and close live. ${BULK}`,
  })
  async recordConsents(
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('consents', () => [ConsentInput], { description: 'The consents.' }) consents: ConsentInput[],
  ): Promise<RecordConsentsPayload> {
    const rows = await present(ctx, info, 'Profile', profileById, await recordConsents(ctx, consents))
    return { results: rows.map(({ row, userErrors }) => ({ profile: row, userErrors })) }
  }
}
