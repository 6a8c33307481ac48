import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { type UserErrorItem, UserErrors } from '../../../platform/errors.ts'
import { isStorable } from '../../../platform/storable-text.ts'
import { InboxSettings } from '../inbox-settings.entity.ts'
import type { InboxSettingsInput } from '../inbox-settings-mutations.graphql.ts'
import { type Read, readAddresses, readLinkDomain, readSubscribeKeywords } from '../settings-input.ts'

/** What the settings are checked against. */
export interface SettingsChecks {
  /** The server's own host, of which an empty `linkDomain` stands. */
  ownHost: string
  /** What is wrong with an auto-responder template (R33); paths as in the input. */
  checkTemplate(template: string): UserErrorItem[]
}

const LONGEST_TEMPLATE = 1_600

/**
 * Changes settings (R2, R33–R36): what is left out stays, and if anything is wrong all of it is refused, with every
 * error at once. A call that changes nothing makes no log entry.
 * @throws UserErrors TEMPLATE_TOO_LONG, TEXT_INVALID, LINK_DOMAIN_INVALID, EMAIL_INVALID, TOO_MANY_ADDRESSES,
 * KEYWORD_INVALID, KEYWORD_TAKEN, TOO_MANY_KEYWORDS, and those of `checkTemplate`
 */
export const updateInboxSettings = (
  ctx: Context,
  input: InboxSettingsInput,
  checks: SettingsChecks,
): Promise<void> => {
  const changed = readInput(input, checks)
  return inTransaction(ctx, async (ctx) => {
    const settings = await ctx.em.findOneOrFail(InboxSettings, { accountId: ctx.actor.accountId })
    const before = JSON.stringify(settings)
    Object.assign(settings, changed)
    if (JSON.stringify(settings) !== before) recordChange(ctx, { kind: 'SETTINGS_CHANGED' })
  })
}

type Changed = Partial<InboxSettings>

const readInput = (input: InboxSettingsInput, checks: SettingsChecks): Changed => {
  const errors: UserErrorItem[] = []
  const take = <T>({ value, errors: wrong }: Read<T>): T => {
    errors.push(...wrong)
    return value
  }
  const { autoResponder, emailNotifications, linkDomain } = input
  const { template } = autoResponder ?? {}
  const { addresses } = emailNotifications ?? {}
  const changed = withoutAbsent({
    autoResponderAudience: autoResponder?.audience,
    autoResponderTemplate: typeof template === 'string' ? take(readTemplate(template, checks)) : null,
    shortenLinks: input.shortenLinks,
    // Null is a value here: the server's own.
    linkDomain: linkDomain === undefined ? null : take(readLinkDomain(linkDomain, checks.ownHost)),
    emailNotificationsEnabled: emailNotifications?.enabled,
    emailNotificationAddresses: addresses ? take(readAddresses(addresses)) : null,
    unreadIndicator: input.unreadIndicator,
    showInboundMedia: input.showInboundMedia,
    optOutMatching: input.optOutMatching,
    subscribeKeywords: input.subscribeKeywords ? take(readSubscribeKeywords(input.subscribeKeywords)) : null,
    carrierConfirmsOptOut: input.carrierConfirmsOptOut,
  })
  if (errors.length > 0) throw new UserErrors(errors)
  return changed
}

const withoutAbsent = (values: { [Name in keyof Changed]: Changed[Name] | null }): Changed =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined))

const readTemplate = (template: string, { checkTemplate }: SettingsChecks): Read<string> => {
  const field = ['input', 'autoResponder', 'template']
  if (!isStorable(template))
    return {
      value: '',
      errors: [{ code: 'TEXT_INVALID', message: 'It has characters in it that no text can hold.', field }],
    }
  if (template.length > LONGEST_TEMPLATE)
    return {
      value: '',
      errors: [
        {
          code: 'TEMPLATE_TOO_LONG',
          message: `A template has up to ${LONGEST_TEMPLATE} characters; this one has ${template.length}.`,
          field,
        },
      ],
    }
  return { value: template, errors: checkTemplate(template) }
}
