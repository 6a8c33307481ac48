import { Accounts0001 } from './0001-accounts.ts'
import { Conversations0002 } from './0002-conversations.ts'
import { CarrierJournal0003 } from './0003-carrier-journal.ts'
import { ActivityOrders0004 } from './0004-activity-orders.ts'
import { RowLevelSecurity0005 } from './0005-row-level-security.ts'
import { Counters0006 } from './0006-counters.ts'
import { RemovedUsers0007 } from './0007-removed-users.ts'
import { EnterAccountAt0008 } from './0008-enter-account-at.ts'

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
]
