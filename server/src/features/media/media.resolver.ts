import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'
import { Media } from './media.graphql.ts'
import { mediaById } from './media.queries.ts'

const none: Media[] = []

@Resolver(() => Message)
export class MessageMediaResolver {
  @FieldResolver(() => [Media], {
    description:
      'Its pictures, in their order. Of inbound messages only what was fetched, which takes the setting `showInboundMedia` (R11, B1); `hiddenMediaCount` tells of the rest.',
  })
  media(@Root() message: MessageRow, @Ctx() ctx: RequestContext): Promise<Media[]> | Media[] {
    if (message.mediaRowIds === null) return none
    return Promise.all(message.mediaRowIds.map((id) => loadKnown(ctx, mediaById, id)))
  }
}
