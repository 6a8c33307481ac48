import { Migration } from '@mikro-orm/migrations'

/** E-mails about new messages (R35), and the shop that an account's orders come from (R32). */
export class EmailNotifications0016 extends Migration {
  override up(): void {
    this.addSql(`alter table accounts add column shopify_shop text`)
    this.addSql(
      `comment on column accounts.shopify_shop is 'Host of the connected Shopify shop; null while there is none.'`,
    )
    // No foreign key to messages, as elsewhere: the ids come from the account's log.
    this.addSql(`
      create table email_notifications (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        message_id uuid not null,
        address text not null,
        status text not null default 'QUEUED' check (status in ('QUEUED', 'HANDED_OVER', 'SENT', 'FAILED', 'UNKNOWN', 'SKIPPED')),
        attempts int not null default 0,
        next_attempt_at timestamptz not null default now(),
        handed_over_at timestamptz,
        settled_at timestamptz,
        reason text,
        created_at timestamptz not null default now(),
        unique (account_id, message_id, address)
      ) with (fillfactor = 80)`)
    this.addSql(`
      comment on table email_notifications is
        'One row for each e-mail about a new message, for good: that there is one keeps it from being sent again. While it is QUEUED, next_attempt_at is also the end of the claim of who tries it.'`)
    this.addSql(
      `create index email_notifications_due on email_notifications (next_attempt_at) where status = 'QUEUED'`,
    )
    this.addSql(
      `create index email_notifications_handed_over on email_notifications (handed_over_at) where status = 'HANDED_OVER'`,
    )
    this.addSql(
      `create index email_notifications_failures on email_notifications (account_id, settled_at desc) where status in ('FAILED', 'UNKNOWN')`,
    )
    this.addSql(
      `create index email_notifications_settled on email_notifications (settled_at) where settled_at is not null`,
    )
    this.addSql(`grant select, insert, update, delete on email_notifications to parley_app, parley_system`)
    this.addSql(`alter table email_notifications enable row level security`)
    this.addSql(`
      create policy email_notifications_of_account on email_notifications to parley_app
        using (account_id = (select entered_account())) with check (account_id = (select entered_account()))`)
    this.addSql(
      `create policy email_notifications_of_system on email_notifications to parley_system using (true) with check (true)`,
    )
  }
}
