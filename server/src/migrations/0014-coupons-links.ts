import { Migration } from '@mikro-orm/migrations'

const accountTables = ['coupons', 'coupon_codes', 'short_links', 'link_clicks', 'order_credits']

/** Coupons with their pools (R23), short links with their clicks, and what orders are credited to (R34). */
export class CouponsLinks0014 extends Migration {
  override up(): void {
    this.addCoupons()
    this.addLinks()
    this.addSql(`
      create table order_credits (
        order_id uuid primary key references orders (id),
        account_id uuid not null references accounts (id),
        source_id uuid not null references message_sources (id),
        message_id uuid not null,
        currency text not null,
        amount numeric(20, 6) not null
      ) with (fillfactor = 80)`)
    this.addSql(
      `comment on table order_credits is 'What each order gave to the campaign or flow that it is credited to; source_revenue has their sums (R34).'`,
    )
    this.addSql(`create index order_credits_source on order_credits (account_id, source_id)`)
    // Null for all but the few that wait to be sent: costs other messages one bit. Its check is validated by 0022.
    this.addSql(`alter table messages add column composition text`)
    this.addSql(`
      alter table messages add constraint messages_composition
        check (composition in ('BY_SETTINGS', 'SHORT_LINKS', 'FULL_LINKS')) not valid`)
    this.addSql(`
      comment on column messages.composition is
        'The text is as it was written, and coupons and links are put in when it is claimed: this way. Null once it is as it is sent.'`)
    for (const table of accountTables) {
      this.addSql(`grant select, insert, update, delete on ${table} to parley_app, parley_system`)
      this.addSql(`alter table ${table} enable row level security`)
      this.addSql(`
        create policy ${table}_of_account on ${table} to parley_app
          using (account_id = (select entered_account())) with check (account_id = (select entered_account()))`)
      this.addSql(
        `create policy ${table}_of_system on ${table} to parley_system using (true) with check (true)`,
      )
    }
  }

  private addCoupons(): void {
    this.addSql(`
      create table coupons (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        name text not null,
        type text not null check (type in ('STATIC', 'UNIQUE')),
        code text,
        available int not null default 0 check (available >= 0),
        imported bigint not null default 0,
        created_at timestamptz not null default now(),
        unique (account_id, name),
        check ((type = 'STATIC') = (code is not null))
      ) with (fillfactor = 50)`)
    this.addSql(`
      comment on column coupons.available is
        'Codes of the pool that nobody has: kept with each import and each taking, so that nobody has to count.'`)
    this.addSql(`
      create table coupon_codes (
        account_id uuid not null references accounts (id),
        coupon_id uuid not null references coupons (id),
        code text not null,
        position bigint not null,
        profile_id uuid,
        message_id uuid,
        taken_at timestamptz,
        primary key (account_id, coupon_id, code),
        check ((profile_id is null) = (taken_at is null))
      ) with (fillfactor = 90)`)
    this.addSql(
      `create unique index coupon_codes_free on coupon_codes (account_id, coupon_id, position) where profile_id is null`,
    )
    // R23: one code a person, whatever writes.
    this.addSql(
      `create unique index coupon_codes_taken on coupon_codes (account_id, coupon_id, profile_id) where profile_id is not null`,
    )
  }

  private addLinks(): void {
    // As with messages, no foreign keys: ids come from rows just read under the account's lock.
    this.addSql(`
      create table short_links (
        id uuid primary key,
        account_id uuid not null,
        slug text not null unique,
        base text not null,
        target text not null,
        profile_id uuid not null,
        message_id uuid not null,
        source_id uuid,
        position int not null,
        clicks int not null default 0,
        first_clicked_at timestamptz,
        created_at timestamptz not null
      ) with (fillfactor = 85)`)
    this.addSql(
      `comment on column short_links.base is 'What its address had before the slug when it was made: domains may change later.'`,
    )
    this.addSql(`create unique index short_links_message on short_links (account_id, message_id, position)`)
    this.addSql(`
      create table link_clicks (
        id uuid primary key,
        account_id uuid not null,
        link_id uuid not null,
        profile_id uuid not null,
        message_id uuid not null,
        source_id uuid,
        at timestamptz not null,
        is_counted boolean not null default false
      ) with (fillfactor = 90)`)
    this.addSql(`
      comment on table link_clicks is
        'Every click of a person, written before they are sent on; a worker counts it and tells of it soon after.'`)
    this.addSql(`create index link_clicks_uncounted on link_clicks (account_id, id) where not is_counted`)
    this.addSql(
      `create index link_clicks_person on link_clicks (account_id, profile_id, at desc) where source_id is not null`,
    )
    this.addSql(
      `create index inbox_settings_link_domain on inbox_settings (link_domain) where link_domain <> ''`,
    )
  }
}
