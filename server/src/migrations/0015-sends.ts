import { Migration } from '@mikro-orm/migrations'

/** What campaign and flow sends need (R41): their id elsewhere, when their turn comes, and how fast senders go. */
export class Sends0015 extends Migration {
  override up(): void {
    this.addSql(`
      alter table messages add column external_id text, add column paced_at timestamptz`)
    this.addSql(`
      comment on column messages.paced_at is
        'Of a campaign or flow message that waits for its turn: when it may go at the earliest. Null for all else.'`)
    this.addSql(`alter table senders add column messages_per_second numeric(7, 3)`)
    this.addSql(`
      alter table senders add constraint senders_messages_per_second
        check (messages_per_second between 0.01 and 1000) not valid`)
    this.addSql(`alter table senders validate constraint senders_messages_per_second`)
    this.addSql(`
      create table sender_pace (
        sender_id uuid primary key references senders (id) on delete cascade,
        account_id uuid not null references accounts (id),
        tokens double precision not null,
        refilled_at timestamptz not null
      ) with (fillfactor = 20)`)
    this.addSql(`
      comment on table sender_pace is
        'How many campaign and flow messages a sender may hand over now: a bucket of tokens that all workers share.'`)
    this.addSql(`grant select, insert, update, delete on sender_pace to parley_app, parley_system`)
    this.addSql(`alter table sender_pace enable row level security`)
    this.addSql(`
      create policy sender_pace_of_account on sender_pace to parley_app
        using (account_id = (select entered_account())) with check (account_id = (select entered_account()))`)
    this.addSql(
      `create policy sender_pace_of_system on sender_pace to parley_system using (true) with check (true)`,
    )
  }
}
