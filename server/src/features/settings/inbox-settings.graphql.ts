import { Field, ObjectType } from 'type-graphql'
import { apiEnum } from '../../platform/graphql/enum.ts'
import { EmailAddress } from '../../platform/graphql/scalars.ts'
import type { OptOutMatching } from './inbox-settings.ts'

/** Whom the auto-responder answers (R33). */
export type AutoResponderAudience = 'ALL_PROFILES' | 'NON_CONSENTED_ONLY' | 'NOBODY'

export const AutoResponderAudienceEnum = apiEnum<AutoResponderAudience>(
  'AutoResponderAudience',
  'Whom the auto-responder answers (R33).',
  {
    ALL_PROFILES: 'Everybody who texts something that is no keyword.',
    NON_CONSENTED_ONLY: 'Only people who have not subscribed.',
    NOBODY: 'Off.',
  },
)

export const OptOutMatchingEnum = apiEnum<OptOutMatching>(
  'OptOutMatching',
  'How opt-out words in a text are recognised (R16).',
  {
    SMART:
      'The whole text is a keyword, or, for people in the US and Canada, it contains STOP, UNSUBSCRIBE or "opt out".',
    CONTAINS: 'The text contains a keyword anywhere.',
    EXACT: 'The whole text is a keyword. Never applied to STOP for people in the US and Canada.',
  },
)

@ObjectType({ description: 'The answer to a text with no recognised keyword (R33).' })
export class AutoResponder {
  @Field(() => AutoResponderAudienceEnum, {
    simple: true,
    description:
      'Whom it answers. Never blocked people, keywords, what may be an opt-out, the account’s own numbers, short codes and texts that read like a machine’s; nobody more than once in 5 minutes and 5 times in 24 hours.',
  })
  audience!: AutoResponderAudience

  @Field(() => String, {
    simple: true,
    description:
      'Liquid template; knows organization.prefix, organization.email and profile.name, the tags if, unless, case and comment, and static coupons. Empty at first: while it is, nobody is answered.',
  })
  template!: string
}

@ObjectType({ description: 'One e-mail for each new message in the inbox (R35).' })
export class EmailNotifications {
  @Field(() => Boolean, { simple: true, description: 'Off by default.' })
  enabled!: boolean

  @Field(() => [EmailAddress], { simple: true, description: 'Who gets them.' })
  addresses!: string[]
}

@ObjectType({ description: 'What the gear in the inbox sets.' })
export class InboxSettings {
  @Field(() => AutoResponder, {
    simple: true,
    description: 'The answer to a text with no recognised keyword (R33).',
  })
  autoResponder!: AutoResponder

  @Field(() => Boolean, {
    simple: true,
    description: 'Whether links in outbound texts become short, tracked ones (R34).',
  })
  shortenLinks!: boolean

  @Field(() => String, {
    simple: true,
    description: "Host of short links: the server's own unless a branded one is set (R34).",
  })
  linkDomain!: string

  @Field(() => EmailNotifications, { simple: true, description: 'E-mail on new messages (R35).' })
  emailNotifications!: EmailNotifications

  @Field(() => Boolean, {
    simple: true,
    description: 'Whether the number of unread conversations shows (R36).',
  })
  unreadIndicator!: boolean

  @Field(() => Boolean, {
    simple: true,
    description: 'Whether media that people send in are fetched and shown (R11, B1).',
  })
  showInboundMedia!: boolean

  @Field(() => OptOutMatchingEnum, { simple: true, description: 'How opt-out words are recognised (R16).' })
  optOutMatching!: OptOutMatching

  @Field(() => [String], {
    simple: true,
    description: 'Words that subscribe, besides START and UNSTOP (R13).',
  })
  subscribeKeywords!: string[]
  @Field(() => Boolean, {
    simple: true,
    description:
      'Whether the carrier itself confirms opt-outs on US and Canadian long codes and toll-free numbers, so that Parley does not (R15). On by default.',
  })
  carrierConfirmsOptOut!: boolean
}
