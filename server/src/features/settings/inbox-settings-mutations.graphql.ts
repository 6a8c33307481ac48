import { Field, InputType, ObjectType } from 'type-graphql'
import { EmailAddress } from '../../platform/graphql/scalars.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import {
  type AutoResponderAudience,
  AutoResponderAudienceEnum,
  InboxSettings,
  OptOutMatchingEnum,
} from './inbox-settings.graphql.ts'
import type { OptOutMatching } from './inbox-settings.ts'

@InputType({ description: 'Changes to the auto-responder (R33). What is left out or null stays.' })
export class AutoResponderInput {
  @Field(() => AutoResponderAudienceEnum, { nullable: true, description: 'Whom it answers.' })
  audience?: AutoResponderAudience | null

  @Field(() => String, {
    nullable: true,
    description:
      'Liquid template of the answer, up to 1,600 characters; knows organization.prefix, organization.email and profile.name, and static coupons.',
  })
  template?: string | null
}

@InputType({ description: 'Changes to who is told of new messages (R35). What is left out or null stays.' })
export class EmailNotificationsInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether e-mails go out.' })
  enabled?: boolean | null

  @Field(() => [EmailAddress], {
    nullable: true,
    description:
      'All addresses that get them, in place of those before; up to 100. One that comes twice, in any case, is kept once.',
  })
  addresses?: string[] | null
}

@InputType({
  description: 'Changes to the settings. What is left out or null stays as it is, unless said otherwise.',
})
export class InboxSettingsInput {
  @Field(() => AutoResponderInput, { nullable: true, description: 'The auto-responder (R33).' })
  autoResponder?: AutoResponderInput | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether links in outbound texts become short, tracked ones (R34).',
  })
  shortenLinks?: boolean | null

  @Field(() => String, {
    nullable: true,
    description:
      "Host name of short links, without scheme and path: `go.acme.example`. Null or empty: the server's own (R34). Point its DNS at this server first.",
  })
  linkDomain?: string | null

  @Field(() => EmailNotificationsInput, { nullable: true, description: 'E-mail on new messages (R35).' })
  emailNotifications?: EmailNotificationsInput | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the number of unread conversations shows (R36).',
  })
  unreadIndicator?: boolean | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether media that people send in are fetched and shown (R11, B1).',
  })
  showInboundMedia?: boolean | null

  @Field(() => OptOutMatchingEnum, { nullable: true, description: 'How opt-out words are recognised (R16).' })
  optOutMatching?: OptOutMatching | null

  @Field(() => [String], {
    nullable: true,
    description:
      'All words that subscribe besides START and UNSTOP, in place of those before (R13): up to 20, each of up to 25 letters and digits. None that reads as an opt-out, opt-in or help word.',
  })
  subscribeKeywords?: string[] | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the carrier itself confirms opt-outs on US and Canadian long codes and toll-free numbers, so that Parley does not (R15). Turn it off only if it is off at the carrier.',
  })
  carrierConfirmsOptOut?: boolean | null
}

@ObjectType({ description: 'What became of a change of the settings.' })
export class InboxSettingsPayload {
  @Field(() => InboxSettings, {
    simple: true,
    nullable: true,
    description: 'The settings after it; null if it was refused: then nothing of it was stored.',
  })
  settings!: InboxSettings | null

  @Field(() => [UserError], {
    simple: true,
    description:
      'Everything that the caller can mend, all of it at once: TEMPLATE_TOO_LONG, TEXT_INVALID, LINK_DOMAIN_INVALID, EMAIL_INVALID, TOO_MANY_ADDRESSES, KEYWORD_INVALID, KEYWORD_TAKEN, TOO_MANY_KEYWORDS, TEMPLATE_INVALID, TEMPLATE_VARIABLE_UNKNOWN, TEMPLATE_TOO_COSTLY, TEXT_TOO_LONG, COUPON_NOT_FOUND, COUPON_UNIQUE.',
  })
  userErrors!: UserError[]
}
