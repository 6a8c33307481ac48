import { Accounts0001 } from './0001-accounts.ts'
import { Conversations0002 } from './0002-conversations.ts'
import { CarrierJournal0003 } from './0003-carrier-journal.ts'
import { ActivityOrders0004 } from './0004-activity-orders.ts'
import { RowLevelSecurity0005 } from './0005-row-level-security.ts'
import { Counters0006 } from './0006-counters.ts'
import { RemovedUsers0007 } from './0007-removed-users.ts'
import { EnterAccountAt0008 } from './0008-enter-account-at.ts'
import { SnoozesAndBlocks0009 } from './0009-snoozes-and-blocks.ts'
import { Consent0010 } from './0010-consent.ts'
import { Attribution0011 } from './0011-attribution.ts'
import { HeldMessages0012 } from './0012-held-messages.ts'
import { Media0013 } from './0013-media.ts'
import { CouponsLinks0014 } from './0014-coupons-links.ts'
import { Sends0015 } from './0015-sends.ts'
import { EmailNotifications0016 } from './0016-email-notifications.ts'
import { ConsentLedgerByNumber0018 } from './0018-consent-ledger-by-number.ts'
import { AutoResponses0019 } from './0019-auto-responses.ts'
import { ScheduledMessages0020 } from './0020-scheduled-messages.ts'
import { MediaWithoutKeys0021 } from './0021-media-without-keys.ts'
import { CompositionCheck0022 } from './0022-composition-check.ts'
import { SendIndexes0023 } from './0023-send-indexes.ts'

/** Every migration, oldest first. They only go forward; a landed one is never edited. */
export const migrations = [
  { name: '0001-accounts', class: Accounts0001 },
  { name: '0002-conversations', class: Conversations0002 },
  { name: '0003-carrier-journal', class: CarrierJournal0003 },
  { name: '0004-activity-orders', class: ActivityOrders0004 },
  { name: '0005-row-level-security', class: RowLevelSecurity0005 },
  { name: '0006-counters', class: Counters0006 },
  { name: '0007-removed-users', class: RemovedUsers0007 },
  { name: '0008-enter-account-at', class: EnterAccountAt0008 },
  { name: '0009-snoozes-and-blocks', class: SnoozesAndBlocks0009 },
  { name: '0010-consent', class: Consent0010 },
  { name: '0011-attribution', class: Attribution0011 },
  { name: '0012-held-messages', class: HeldMessages0012 },
  { name: '0013-media', class: Media0013 },
  { name: '0014-coupons-links', class: CouponsLinks0014 },
  { name: '0015-sends', class: Sends0015 },
  { name: '0016-email-notifications', class: EmailNotifications0016 },
  { name: '0018-consent-ledger-by-number', class: ConsentLedgerByNumber0018 },
  { name: '0019-auto-responses', class: AutoResponses0019 },
  { name: '0020-scheduled-messages', class: ScheduledMessages0020 },
  { name: '0021-media-without-keys', class: MediaWithoutKeys0021 },
  { name: '0022-composition-check', class: CompositionCheck0022 },
  { name: '0023-send-indexes', class: SendIndexes0023 },
]
