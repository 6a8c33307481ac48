import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver } from 'type-graphql'
import { loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { DateTime } from '../../platform/graphql/scalars.ts'
import { closeConversations } from '../conversations/actions/close-conversations.ts'
import { dismissPossibleOptOuts } from '../conversations/actions/dismiss-possible-opt-outs.ts'
import { markConversationsRead } from '../conversations/actions/mark-conversations-read.ts'
import { markConversationsUnread } from '../conversations/actions/mark-conversations-unread.ts'
import { openConversations } from '../conversations/actions/open-conversations.ts'
import { snoozeConversations } from '../conversations/actions/snooze-conversations.ts'
import { type SnoozeUntil, SnoozeUntilEnum } from '../conversations/snooze.graphql.ts'
import { changeConversations } from './change-conversations.ts'
import { ConversationsPayload } from './conversation-mutations.graphql.ts'
import { countsByAccount, unreadOf } from './inbox-counts.queries.ts'

const IDS = { description: 'The conversations, at most 100.' }

@Resolver(() => ConversationsPayload)
export class ConversationStatesResolver {
  @FieldResolver(() => Int, {
    description: 'How many conversations of the account are unread after it (R36).',
  })
  async unreadCount(@Ctx() ctx: RequestContext): Promise<number> {
    return unreadOf(await loadKnown(ctx, countsByAccount, ctx.actor.accountId))
  }

  @Authorized('REPLY')
  @Mutation(() => ConversationsPayload, {
    description: 'Opens conversations: back into the default view (R26).',
  })
  openConversations(
    @Ctx() ctx: RequestContext,
    @Arg('ids', () => [ID], IDS) ids: string[],
  ): Promise<ConversationsPayload> {
    return changeConversations(ctx, ids, openConversations)
  }

  @Authorized('REPLY')
  @Mutation(() => ConversationsPayload, { description: 'Closes conversations, and marks them read (R27).' })
  closeConversations(
    @Ctx() ctx: RequestContext,
    @Arg('ids', () => [ID], IDS) ids: string[],
  ): Promise<ConversationsPayload> {
    return changeConversations(ctx, ids, closeConversations)
  }

  @Authorized('REPLY')
  @Mutation(() => ConversationsPayload, {
    description:
      'Snoozes conversations, and marks them read (R26, R27). When the time comes they open again by themselves, at the top of the list and marked `isBackFromSnooze`; a text from the person wakes them before. Give either `until` or `at`: UNTIL_OR_AT, AT_INVALID, AT_PAST and AT_TOO_FAR (more than two years) refuse all of them.',
  })
  snoozeConversations(
    @Ctx() ctx: RequestContext,
    @Arg('ids', () => [ID], IDS) ids: string[],
    @Arg('until', () => SnoozeUntilEnum, {
      nullable: true,
      description: 'One of the usual times, by the clocks of the account.',
    })
    until: SnoozeUntil | null | undefined,
    @Arg('at', () => DateTime, { nullable: true, description: 'Any moment to come (B6).' })
    at: string | null | undefined,
  ): Promise<ConversationsPayload> {
    return changeConversations(ctx, ids, (inner, rowIds) => snoozeConversations(inner, rowIds, { until, at }))
  }

  @Authorized('REPLY')
  @Mutation(() => ConversationsPayload, {
    description: 'Marks conversations read, for everyone in the account (R28).',
  })
  markConversationsRead(
    @Ctx() ctx: RequestContext,
    @Arg('ids', () => [ID], IDS) ids: string[],
  ): Promise<ConversationsPayload> {
    return changeConversations(ctx, ids, markConversationsRead)
  }

  @Authorized('REPLY')
  @Mutation(() => ConversationsPayload, {
    description: 'Marks conversations unread, for everyone in the account (R28).',
  })
  markConversationsUnread(
    @Ctx() ctx: RequestContext,
    @Arg('ids', () => [ID], IDS) ids: string[],
  ): Promise<ConversationsPayload> {
    return changeConversations(ctx, ids, markConversationsUnread)
  }

  @Authorized('REPLY')
  @Mutation(() => ConversationsPayload, {
    description:
      'Settles possible opt-outs as none (B2): the flag goes, and automation goes on (R16). `unsubscribeProfile` settles one as what it was.',
  })
  dismissPossibleOptOuts(
    @Ctx() ctx: RequestContext,
    @Arg('ids', () => [ID], IDS) ids: string[],
  ): Promise<ConversationsPayload> {
    return changeConversations(ctx, ids, dismissPossibleOptOuts)
  }
}
