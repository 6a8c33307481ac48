import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { type UserErrorItem, UserErrors } from '../../../platform/errors.ts'
import { InboxSettings } from '../inbox-settings.entity.ts'
import type { InboxSettingsInput } from '../inbox-settings-mutations.graphql.ts'
import { type Read, readAddresses, readLinkDomain, readSubscribeKeywords } from '../settings-input.ts'
import { wrongInCoupons, wrongInLength, wrongInTemplate } from '../template-input.ts'

/**
 * Changes settings (R2, R33–R36): what is left out stays, and if anything is wrong all of it is refused, with every
 * error at once. A call that changes nothing makes no log entry. `ownHost` is the server's own, for which an empty
 * `linkDomain` stands.
 * @throws UserErrors as `InboxSettingsPayload` lists them
 */
export const updateInboxSettings = (
  ctx: Context,
  input: InboxSettingsInput,
  ownHost: string,
): Promise<void> => {
  const { changed, errors } = readInput(input, ownHost)
  const template = changed.autoResponderTemplate
  return inTransaction(ctx, async (ctx) => {
    if (template !== undefined) errors.push(...(await wrongInAnswer(ctx, template, errors)))
    if (errors.length > 0) throw new UserErrors(errors)
    const settings = await ctx.em.findOneOrFail(InboxSettings, { accountId: ctx.actor.accountId })
    const before = JSON.stringify(settings)
    Object.assign(settings, changed)
    if (JSON.stringify(settings) !== before) recordChange(ctx, { kind: 'SETTINGS_CHANGED' })
  })
}

/** What only the account's own data tell of a template: whether it makes a text, and has its coupons. */
const wrongInAnswer = async (
  ctx: WriteContext,
  template: string,
  errors: UserErrorItem[],
): Promise<UserErrorItem[]> => {
  const isReadable = !errors.some(({ field }) => field?.at(-1) === 'template')
  return [...(isReadable ? await wrongInLength(ctx, template) : []), ...(await wrongInCoupons(ctx, template))]
}

type Changed = Partial<InboxSettings>

/** What is to change, as it is kept; it counts only without errors. */
const readInput = (
  input: InboxSettingsInput,
  ownHost: string,
): { changed: Changed; errors: UserErrorItem[] } => {
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
    autoResponderTemplate:
      typeof template === 'string' ? take({ value: template, errors: wrongInTemplate(template) }) : null,
    shortenLinks: input.shortenLinks,
    // Null is a value here: the server's own.
    linkDomain: linkDomain === undefined ? null : take(readLinkDomain(linkDomain, ownHost)),
    emailNotificationsEnabled: emailNotifications?.enabled,
    emailNotificationAddresses: addresses ? take(readAddresses(addresses)) : null,
    unreadIndicator: input.unreadIndicator,
    showInboundMedia: input.showInboundMedia,
    optOutMatching: input.optOutMatching,
    subscribeKeywords: input.subscribeKeywords ? take(readSubscribeKeywords(input.subscribeKeywords)) : null,
    carrierConfirmsOptOut: input.carrierConfirmsOptOut,
  })
  return { changed, errors }
}

const withoutAbsent = (values: { [Name in keyof Changed]: Changed[Name] | null }): Changed =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined))
