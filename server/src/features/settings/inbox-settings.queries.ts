import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import type { AutoResponderAudience, InboxSettings } from './inbox-settings.graphql.ts'
import type { OptOutMatching } from './inbox-settings.ts'

export interface InboxSettingsRow extends InboxSettings {
  accountRowId: string
}

interface Columns {
  account_id: string
  auto_responder_audience: AutoResponderAudience
  auto_responder_template: string
  shorten_links: boolean
  link_domain: string
  email_notifications_enabled: boolean
  email_notification_addresses: string[]
  unread_indicator: boolean
  show_inbound_media: boolean
  opt_out_matching: OptOutMatching
  subscribe_keywords: string[]
  carrier_confirms_opt_out: boolean
}

const OF_ACCOUNT = {
  name: 'inbox_settings_of_account',
  text: `
    select account_id, auto_responder_audience, auto_responder_template, shorten_links, link_domain,
      email_notifications_enabled, email_notification_addresses, unread_indicator, show_inbound_media,
      opt_out_matching, subscribe_keywords, carrier_confirms_opt_out
    from inbox_settings where account_id = any($1::uuid[])`,
}

const toSettings = (row: Columns, ownHost: string): InboxSettingsRow => ({
  accountRowId: row.account_id,
  autoResponder: { audience: row.auto_responder_audience, template: row.auto_responder_template },
  shortenLinks: row.shorten_links,
  linkDomain: row.link_domain || ownHost,
  emailNotifications: {
    enabled: row.email_notifications_enabled,
    addresses: row.email_notification_addresses,
  },
  unreadIndicator: row.unread_indicator,
  showInboundMedia: row.show_inbound_media,
  optOutMatching: row.opt_out_matching,
  subscribeKeywords: row.subscribe_keywords,
  carrierConfirmsOptOut: row.carrier_confirms_opt_out,
})

/** Settings by account; row-level security leaves the actor's own. */
export const settingsByAccount = defineLoader<InboxSettingsRow>(
  async (ctx, ids) => {
    const rows = await readInAccount<Columns>(ctx.db.pool, ctx.actor.accountId, OF_ACCOUNT, [ids])
    return rows.map((row) => toSettings(row, new URL(ctx.publicUrl).host))
  },
  (settings) => settings.accountRowId,
)
