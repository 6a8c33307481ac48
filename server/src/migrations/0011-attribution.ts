import { Migration } from '@mikro-orm/migrations'

const accountTables = ['last_received', 'source_clickers', 'source_revenue']

/** What attribution looks at (R38), and the figures of sources that a column can't hold (R34). */
export class Attribution0011 extends Migration {
  override up(): void {
    this.addSql(`
      create table last_received (
        account_id uuid not null references accounts (id),
        profile_id uuid not null,
        message_id uuid not null,
        source_id uuid,
        at timestamptz not null,
        is_answered boolean not null default false,
        primary key (account_id, profile_id)
      ) with (fillfactor = 70)`)
    this.addSql(`
      comment on table last_received is
        'The last campaign, flow message or reply that a person received, and whether a text came since that is no keyword (R38). Equal to what a scan of the messages would give; kept so that a text costs one look-up.'`)
    this.addSql(`
      create table source_clickers (
        account_id uuid not null references accounts (id),
        source_id uuid not null references message_sources (id),
        profile_id uuid not null,
        primary key (account_id, source_id, profile_id)
      )`)
    this.addSql(
      `comment on table source_clickers is 'Who clicked a link of a source: each counts once in its click_count (R34).'`,
    )
    this.addSql(`
      create table source_revenue (
        account_id uuid not null references accounts (id),
        source_id uuid not null references message_sources (id),
        currency text not null,
        amount numeric(20, 6) not null,
        primary key (account_id, source_id, currency)
      ) with (fillfactor = 70)`)
    this.addSql(`comment on table source_revenue is 'Credited orders of a source, summed by currency (R34).'`)
    this.addSql(
      `grant select, insert, update, delete on ${accountTables.join(', ')} to parley_app, parley_system`,
    )
    for (const table of accountTables) {
      this.addSql(`alter table ${table} enable row level security`)
      this.addSql(`
        create policy ${table}_of_account on ${table} to parley_app
          using (account_id = (select entered_account())) with check (account_id = (select entered_account()))`)
      this.addSql(
        `create policy ${table}_of_system on ${table} to parley_system using (true) with check (true)`,
      )
    }
    // Counters that every send and every response moves: room beside the row keeps their updates off the indexes.
    this.addSql(`alter table message_sources set (fillfactor = 50)`)
    this.fillIn()
  }

  /** From the messages that are there already. Their reasons stay empty: they were decided by no rule. */
  private fillIn(): void {
    this.addSql(`
      insert into last_received (account_id, profile_id, message_id, source_id, at, is_answered)
      select distinct on (m.account_id, m.profile_id) m.account_id, m.profile_id, m.id, m.source_id, m.sent_at,
        exists (select from messages i where i.account_id = m.account_id and i.profile_id = m.profile_id
          and i.direction = 'INBOUND' and i.created_at > m.sent_at and i.attribution_reason is distinct from 'KEYWORD')
      from messages m
      where m.kind in ('CAMPAIGN', 'FLOW', 'REPLY') and m.status in ('SENT', 'DELIVERED') and m.sent_at is not null
      order by m.account_id, m.profile_id, m.sent_at desc, m.seq desc`)
    this.addSql(`
      insert into source_clickers (account_id, source_id, profile_id)
      select distinct m.account_id, m.source_id, e.profile_id
      from metrics k join events e on e.metric_id = k.id join messages m on m.id = e.message_id
      where k.name = 'Clicked SMS' and m.source_id is not null`)
    this.addSql(`
      update message_sources s set sent_count = f.sent, response_count = f.responses, click_count = f.clicks
      from (
        select o.id, coalesce(sum(sent), 0) as sent, coalesce(sum(responses), 0) as responses, coalesce(sum(clicks), 0) as clicks
        from message_sources o left join (
          select source_id, 1 as sent, 0 as responses, 0 as clicks from messages where source_id is not null and sent_at is not null
          union all
          select attribution_source_id, 0, 1, 0 from messages where attribution_source_id is not null
          union all
          select source_id, 0, 0, 1 from source_clickers
        ) parts on parts.source_id = o.id
        group by o.id
      ) f
      where f.id = s.id`)
  }
}
