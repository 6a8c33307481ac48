import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { loadIf } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { NeedsWithin } from '../../platform/graphql/rights.ts'
import { Event, type EventRow } from '../activity/event.graphql.ts'
import { Message } from './message.graphql.ts'
import { messageById } from './message.queries.ts'

@Resolver(() => Event)
export class EventMessageResolver {
  @NeedsWithin('READ')
  @FieldResolver(() => Message, {
    nullable: true,
    description: 'The message that it is about, if it is about one.',
  })
  message(@Root() event: EventRow, @Ctx() ctx: RequestContext): Promise<Message | null> | null {
    return loadIf(ctx, messageById, event.messageRowId)
  }
}
