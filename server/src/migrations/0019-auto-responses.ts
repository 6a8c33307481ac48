import { Migration } from '@mikro-orm/migrations'

/** The auto-responder's loop guard (R33). */
export class AutoResponses0019 extends Migration {
  override up(): void {
    this.addSql(`
      create table auto_responses (
        account_id uuid not null references accounts (id),
        profile_id uuid not null,
        last_at timestamptz not null,
        day_started_at timestamptz not null,
        day_count int not null,
        primary key (account_id, profile_id)
      ) with (fillfactor = 70)`)
    this.addSql(`
      comment on table auto_responses is
        'When a person last got an automatic answer, and how many in the 24 hours that began with the first of them (R33).'`)
    this.addSql(`grant select, insert, update, delete on auto_responses to parley_app, parley_system`)
    this.addSql(`alter table auto_responses enable row level security`)
    this.addSql(`
      create policy auto_responses_of_account on auto_responses to parley_app
        using (account_id = (select entered_account())) with check (account_id = (select entered_account()))`)
    this.addSql(
      `create policy auto_responses_of_system on auto_responses to parley_system using (true) with check (true)`,
    )
  }
}
