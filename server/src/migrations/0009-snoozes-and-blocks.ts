import { Migration } from '@mikro-orm/migrations'

/** Conversations that are back from a snooze (R26), and who blocked whom, with what was kept from view since (B8). */
export class SnoozesAndBlocks0009 extends Migration {
  override up(): void {
    this.addSql(`alter table conversations add column is_back_from_snooze boolean not null default false`)
    this.addSql(`
      alter table profiles add column blocked_by uuid,
        add column blocked_message_count int not null default 0`)
    this.addSql(
      `comment on column profiles.blocked_by is 'The user who blocked the person; null for an API key. As with messages.sent_by, users'' rows never go.'`,
    )
    this.addSql(`alter table messages add column is_hidden boolean not null default false`)
    this.addSql(
      `comment on column messages.is_hidden is 'A text of a person who is blocked: in no list until they are unblocked (B8).'`,
    )
  }
}
