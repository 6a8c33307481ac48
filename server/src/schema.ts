import 'reflect-metadata'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createPubSub } from '@graphql-yoga/subscription'
import { type GraphQLSchema, isInterfaceType, lexicographicSortSchema, printSchema } from 'graphql'
import { buildSchemaSync, type ResolverData } from 'type-graphql'
import { projectRoot } from './env.ts'
import { AccountResolver } from './features/accounts/account.resolver.ts'
import { MetricsResolver, ProfileEventsResolver } from './features/activity/event.resolver.ts'
import { ApiKeyResolver } from './features/api-keys/api-key.resolver.ts'
import { BlockingResolver } from './features/blocking/blocking.resolver.ts'
import { MessageSourceResolver } from './features/campaigns/message-source.resolver.ts'
import { ConsentChangeResolver } from './features/consent/consent-change.resolver.ts'
import { CouponResolver } from './features/coupons/coupon.resolver.ts'
import { ConversationResolver } from './features/inbox/conversation.resolver.ts'
import {
  ConversationConnectionResolver,
  MessageConversationResolver,
  ProfileConversationResolver,
} from './features/inbox/conversation-links.resolver.ts'
import { ConversationStatesResolver } from './features/inbox/conversation-states.resolver.ts'
import { InboxSubscriptionResolver } from './features/inbox/inbox.subscription.resolver.ts'
import { InboxChangeResolver } from './features/inbox/inbox-change.resolver.ts'
import { ReplyResolver } from './features/inbox/reply.resolver.ts'
import { ScheduledResolver } from './features/inbox/scheduled.resolver.ts'
import { ConsentsResolver } from './features/ingestion/consents.resolver.ts'
import { IngestionResolver } from './features/ingestion/ingestion.resolver.ts'
import { MessageLinksResolver } from './features/links/message-links.resolver.ts'
import { MessageMediaResolver } from './features/media/media.resolver.ts'
import { EventMessageResolver } from './features/messages/event-message.resolver.ts'
import { AttributionResolver, MessageResolver } from './features/messages/message.resolver.ts'
import { TextMeasureResolver } from './features/messages/text-measure.resolver.ts'
import { NodeResolver } from './features/nodes/node.resolver.ts'
import { EmailFailuresResolver } from './features/notifications/email-failures.resolver.ts'
import { ProfileOrdersResolver } from './features/orders/profile-orders.resolver.ts'
import { ProfileConnectionResolver, ProfileResolver } from './features/profiles/profile.resolver.ts'
import { ProfileConsentResolver } from './features/profiles/profile-consent.resolver.ts'
import { AccountSendersResolver } from './features/senders/account-senders.resolver.ts'
import { SenderPaceResolver } from './features/senders/sender-pace.resolver.ts'
import { AutoResponderResolver } from './features/settings/auto-responder.resolver.ts'
import { InboxSettingsResolver } from './features/settings/inbox-settings.resolver.ts'
import { UserResolver } from './features/users/user.resolver.ts'
import { ViewerResolver } from './features/users/viewer.resolver.ts'
import { type Node, typeOfNode } from './platform/graphql/node.ts'
import type { RequestContext } from './platform/graphql/request-context.ts'
import { demand, demandWithin, type Right } from './platform/graphql/rights.ts'

/** Every resolver of the API. */
const resolvers = [
  AccountResolver,
  AccountSendersResolver,
  ApiKeyResolver,
  AttributionResolver,
  AutoResponderResolver,
  BlockingResolver,
  ConsentChangeResolver,
  ConsentsResolver,
  ConversationConnectionResolver,
  ConversationResolver,
  ConversationStatesResolver,
  CouponResolver,
  EmailFailuresResolver,
  EventMessageResolver,
  InboxChangeResolver,
  InboxSettingsResolver,
  InboxSubscriptionResolver,
  IngestionResolver,
  MessageConversationResolver,
  MessageLinksResolver,
  MessageMediaResolver,
  MessageResolver,
  MessageSourceResolver,
  MetricsResolver,
  NodeResolver,
  ProfileConnectionResolver,
  ProfileConsentResolver,
  ProfileConversationResolver,
  ProfileEventsResolver,
  ProfileOrdersResolver,
  ProfileResolver,
  ReplyResolver,
  SenderPaceResolver,
  ScheduledResolver,
  TextMeasureResolver,
  UserResolver,
  ViewerResolver,
] as const

/** The API's schema. Each root field demands the right that it names, of the actor in its `RequestContext`. */
export const buildSchema = (): GraphQLSchema => {
  const schema = buildSchemaSync({
    resolvers: [...resolvers],
    authChecker: ({ context, info }: ResolverData<RequestContext>, rights: Right[]) => {
      for (const right of rights) demand(context.actor, right)
      demandWithin(context.actor, info)
      return true
    },
    // Arguments and inputs are parsed by the actions that they are for.
    validate: false,
    // TypeGraphQL wants one where there are subscriptions; the live hub pushes, and nothing is ever published here.
    pubSub: createPubSub<Record<string, [unknown]>>(),
  })
  const node = schema.getType('Node')
  // TypeGraphQL makes a promise of it, which compiled execution can't wait for.
  if (isInterfaceType(node)) node.resolveType = (value: Node) => typeOfNode(value)
  return schema
}

/** The schema as it is committed: sorted, so that a change of the code's order changes nothing. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(buildSchema()))}\n`

if (process.argv[1] === import.meta.filename) {
  await writeFile(resolve(projectRoot, 'schema.graphql'), printedSchema())
}
