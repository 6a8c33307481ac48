import { Migration } from '@mikro-orm/migrations'

const accountTables = [
  'account_heads',
  'inbox_settings',
  'users',
  'api_keys',
  'senders',
  'profiles',
  'message_sources',
  'conversations',
  'messages',
  'consent_changes',
  'change_log',
  'carrier_journal',
  'job_dispatch',
  'metrics',
  'events',
  'orders',
]

/**
 * The second lock (R3): `parley_app`, the role of every request, sees only the rows of the account that its
 * transaction entered; `parley_system` (routing of webhooks, sweeps) sees all. Neither owns a table.
 */
export class RowLevelSecurity0005 extends Migration {
  override up(): void {
    this.addSql(`
      create function entered_account() returns uuid language sql stable parallel safe as
        $$ select nullif(current_setting('parley.account_id', true), '')::uuid $$`)
    this.addSql(`grant usage on schema parley to parley_app, parley_system`)
    this.addSql(
      `grant select, insert, update, delete on all tables in schema parley to parley_app, parley_system`,
    )
    this.addSql(`revoke update, delete on consent_changes from parley_app, parley_system`)
    for (const table of accountTables) {
      this.addSql(`alter table ${table} enable row level security`)
      this.addSql(`
        create policy ${table}_of_account on ${table} to parley_app
          using (account_id = (select entered_account())) with check (account_id = (select entered_account()))`)
      this.addSql(
        `create policy ${table}_of_system on ${table} to parley_system using (true) with check (true)`,
      )
    }
    this.addSql(`alter table accounts enable row level security`)
    this.addSql(`
      create policy accounts_of_account on accounts to parley_app
        using (id = (select entered_account())) with check (id = (select entered_account()))`)
    this.addSql(
      `create policy accounts_of_system on accounts to parley_system using (true) with check (true)`,
    )
    // One round trip: enters the account for this transaction and takes the lock that orders its writers.
    this.addSql(`
      create function enter_account(account uuid) returns bigint language plpgsql as $$
      declare head bigint;
      begin
        perform set_config('parley.account_id', account::text, true);
        select seq into head from parley.account_heads where account_id = account for no key update;
        if head is null then raise exception 'no such account' using errcode = 'no_data_found'; end if;
        return head;
      end $$`)
    this.addSql(`grant execute on all functions in schema parley to parley_app, parley_system`)
  }
}
