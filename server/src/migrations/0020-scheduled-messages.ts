import { Migration } from '@mikro-orm/migrations'

/** Scheduled messages by person and by due time (B4). Other messages are in neither index, and pay nothing for them. */
export class ScheduledMessages0020 extends Migration {
  override isTransactional(): boolean {
    return false
  }

  override up(): void {
    this.addSql(`alter table messages validate constraint messages_held_reason`)
    // What a run that broke off left behind is of no use.
    this.addSql(`drop index concurrently if exists messages_scheduled`)
    this.addSql(`
      create index concurrently messages_scheduled on messages (account_id, profile_id, scheduled_at, seq)
        where status = 'SCHEDULED'`)
    this.addSql(`drop index concurrently if exists messages_scheduled_due`)
    this.addSql(`
      create index concurrently messages_scheduled_due on messages (next_attempt_at)
        where status = 'SCHEDULED'`)
  }
}
