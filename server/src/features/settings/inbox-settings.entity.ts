import { defineEntity, p } from '@mikro-orm/core'
import type { AutoResponderAudience } from './inbox-settings.graphql.ts'
import type { OptOutMatching } from './inbox-settings.ts'

const InboxSettingsSchema = defineEntity({
  name: 'InboxSettings',
  tableName: 'inbox_settings',
  properties: {
    accountId: p.uuid().primary(),
    autoResponderAudience: p.text().$type<AutoResponderAudience>(),
    autoResponderTemplate: p.text(),
    shortenLinks: p.boolean(),
    linkDomain: p.text(),
    emailNotificationsEnabled: p.boolean(),
    emailNotificationAddresses: p.array<string>(),
    unreadIndicator: p.boolean(),
    showInboundMedia: p.boolean(),
    optOutMatching: p.text().$type<OptOutMatching>(),
    subscribeKeywords: p.array<string>(),
    carrierConfirmsOptOut: p.boolean(),
  },
})

/** What the gear in the inbox sets; one row an account. An empty `linkDomain` is the server's own host. */
export class InboxSettings extends InboxSettingsSchema.class {}
InboxSettingsSchema.setClass(InboxSettings)
