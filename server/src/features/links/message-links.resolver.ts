import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { load } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'
import { SHORT_LINK_PATH } from './short-address.ts'
import { ShortLink } from './short-link.graphql.ts'
import { linksByMessage } from './short-link.queries.ts'

@Resolver(() => Message)
export class MessageLinksResolver {
  @FieldResolver(() => [ShortLink], {
    description:
      'Its short links, in the order of the text (R34). None while it waits: they are made when it goes out.',
  })
  links(@Root() message: MessageRow, @Ctx() ctx: RequestContext): ShortLink[] | Promise<ShortLink[]> {
    // The text tells: most messages have no short link, and nothing is read for them.
    if (message.direction === 'INBOUND' || !message.text.includes(SHORT_LINK_PATH)) return []
    return load(ctx, linksByMessage, message.rowId).then((found) => found?.links ?? [])
  }
}
