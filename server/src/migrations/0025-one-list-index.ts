import { Migration } from '@mikro-orm/migrations'

/**
 * A conversation moves up its list with every text, and each index that it stands in is written anew. Those of read and
 * of unread ones by status are enough: longer lists are merged out of them. The age of log entries is that of their order.
 */
export class OneListIndex0025 extends Migration {
  override isTransactional(): boolean {
    return false
  }

  override up(): void {
    for (const index of ['conversations_activity', 'conversations_status_activity', 'change_log_age'])
      this.addSql(`drop index concurrently if exists ${index}`)
  }
}
