import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql'
import { userError } from '../../platform/errors.ts'
import { load, loadIf } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { eventById } from '../activity/event.queries.ts'
import { messageSourceById } from '../campaigns/message-source.queries.ts'
import { messageById } from '../messages/message.queries.ts'
import { profileById } from '../profiles/profile.queries.ts'
import { cancelSourceMessages } from './actions/cancel-source-messages.ts'
import { recordEvents } from './actions/record-events.ts'
import { recordSentMessages } from './actions/record-sent-messages.ts'
import { type SourceMessagesResult, sendMessages } from './actions/send-messages.ts'
import { upsertProfiles } from './actions/upsert-profiles.ts'
import { BULK } from './bulk.ts'
import { EventInput, RecordEventsPayload } from './events.graphql.ts'
import { present } from './present-results.ts'
import { ProfileInput, UpsertProfilesPayload } from './profiles.graphql.ts'
import {
  CancelSourceMessagesPayload,
  MessageSourceInput,
  SourceMessageInput,
  SourceMessagesPayload,
} from './source-messages.graphql.ts'

@Resolver()
export class IngestionResolver {
  @Authorized('INGEST')
  @Mutation(() => UpsertProfilesPayload, {
    description: `Makes or changes profiles by their numbers (R41). Items about one person are taken in order. Consent is not touched: recordConsents does that (R18). ${BULK}`,
  })
  async upsertProfiles(
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('profiles', () => [ProfileInput], { description: 'The people.' }) profiles: ProfileInput[],
  ): Promise<UpsertProfilesPayload> {
    const rows = await present(ctx, info, 'Profile', profileById, await upsertProfiles(ctx, profiles))
    return { results: rows.map(({ row, userErrors }) => ({ profile: row, userErrors })) }
  }

  @Authorized('INGEST')
  @Mutation(() => RecordEventsPayload, {
    description: `Records what people did elsewhere, to be seen in their activity (R31, R41). ${BULK}`,
  })
  async recordEvents(
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('events', () => [EventInput], { description: 'The events.' }) events: EventInput[],
  ): Promise<RecordEventsPayload> {
    const rows = await present(ctx, info, 'Event', eventById, await recordEvents(ctx, events))
    return { results: rows.map(({ row, userErrors }) => ({ event: row, userErrors })) }
  }

  @Authorized('INGEST')
  @Mutation(() => SourceMessagesPayload, {
    description: `Sends messages of a campaign or flow through Parley (R41): they are queued, and go out at the pace of their sender, behind replies. Only to subscribers: what the gate refuses is a userError with the reason as its code (R19); quiet hours hold a message until they end. ${BULK}`,
  })
  async sendMessages(
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('source', () => MessageSourceInput, { description: 'The campaign or flow.' })
    source: MessageSourceInput,
    @Arg('messages', () => [SourceMessageInput], { description: 'The messages.' })
    messages: SourceMessageInput[],
  ): Promise<SourceMessagesPayload> {
    return presentMessages(ctx, info, await sendMessages(ctx, source, messages))
  }

  @Authorized('INGEST')
  @Mutation(() => SourceMessagesPayload, {
    description: `Records messages of a campaign or flow that another system has sent (R41): they stand in the threads, and answers are attributed to them (R38). Unknown numbers become profiles without consent. ${BULK}`,
  })
  async recordSentMessages(
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('source', () => MessageSourceInput, { description: 'The campaign or flow.' })
    source: MessageSourceInput,
    @Arg('messages', () => [SourceMessageInput], { description: 'The messages.' })
    messages: SourceMessageInput[],
  ): Promise<SourceMessagesPayload> {
    return presentMessages(ctx, info, await recordSentMessages(ctx, source, messages))
  }

  @Authorized('INGEST')
  @Mutation(() => CancelSourceMessagesPayload, {
    description:
      'Calls off what a campaign or flow has waiting: those messages are CANCELED. What has had its turn is on its way. Repeating it calls off what was added since.',
  })
  cancelSourceMessages(
    @Ctx() ctx: RequestContext,
    @Arg('sourceId', () => ID, { description: 'The campaign or flow.' }) sourceId: string,
  ): Promise<CancelSourceMessagesPayload> {
    return payload<CancelSourceMessagesPayload, { sourceId: string; canceled: number }>(
      ctx,
      { source: null, canceledCount: 0 },
      async () => {
        const id = fromGlobalId('MessageSource', sourceId)
        if (!id) throw userError('NOT_FOUND', 'There is no such campaign or flow.', ['sourceId'])
        return cancelSourceMessages(ctx, id)
      },
      async (done) => ({
        source: await load(ctx, messageSourceById, done.sourceId),
        canceledCount: done.canceled,
        userErrors: [],
      }),
    )
  }
}

const presentMessages = async (
  ctx: RequestContext,
  info: GraphQLResolveInfo,
  { sourceId, results }: SourceMessagesResult,
): Promise<SourceMessagesPayload> => {
  const rows = await present(ctx, info, 'Message', messageById, results)
  return {
    source: await loadIf(ctx, messageSourceById, sourceId),
    results: rows.map(({ row, userErrors }) => ({ message: row, userErrors })),
  }
}
