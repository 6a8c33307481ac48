import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { load, loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'
import { HiddenMedia } from './hidden-media.graphql.ts'
import { hiddenMediaByMessage } from './hidden-media.queries.ts'
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

  @FieldResolver(() => [HiddenMedia], {
    description:
      'Attachments that came with it and do not show, as many as `hiddenMediaCount` says, each with why (R11, B1).',
  })
  async hiddenMedia(@Root() message: MessageRow, @Ctx() ctx: RequestContext): Promise<HiddenMedia[]> {
    if (message.hiddenMediaCount === 0) return []
    const known = (await load(ctx, hiddenMediaByMessage, message.rowId))?.hidden ?? []
    // Of a blocked person, and of long ago, nothing is known but how many there were.
    const unknown = Math.max(0, message.hiddenMediaCount - known.length)
    return [
      ...known,
      ...Array.from({ length: unknown }, () => ({ state: 'NOT_SHOWN' as const, reason: null })),
    ]
  }
}
