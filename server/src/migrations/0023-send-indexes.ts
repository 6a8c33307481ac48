import { Migration } from '@mikro-orm/migrations'

/**
 * Campaign and flow messages by their id elsewhere, and those that wait for their turn. Other messages are in neither
 * index, so that the people's texts pay nothing for them.
 */
export class SendIndexes0023 extends Migration {
  override isTransactional(): boolean {
    return false
  }

  override up(): void {
    // What a run that broke off left behind is of no use.
    this.addSql(`drop index concurrently if exists messages_external_id`)
    this.addSql(`
      create unique index concurrently messages_external_id on messages (account_id, source_id, external_id)
        where external_id is not null`)
    this.addSql(`drop index concurrently if exists messages_paced`)
    this.addSql(`
      create index concurrently messages_paced on messages (account_id, sender_id, paced_at, seq)
        where paced_at is not null`)
  }
}
