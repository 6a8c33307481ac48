import { Migration } from '@mikro-orm/migrations'

/** Accounts, their log heads with counters, users, API keys, senders, settings; the roles behind row-level security. */
export class Accounts0001 extends Migration {
  override up(): void {
    this.addSql(`
      create table accounts (
        id uuid primary key,
        name text not null,
        organization_prefix text not null,
        contact_email text,
        time_zone text not null default 'America/New_York',
        attribution_window_hours int not null default 24 check (attribution_window_hours between 1 and 720),
        created_at timestamptz not null default now()
      )`)
    this.addSql(`
      create table account_heads (
        account_id uuid primary key references accounts (id),
        seq bigint not null default 0,
        log_floor bigint not null default 0,
        open_read int not null default 0 check (open_read >= 0),
        open_unread int not null default 0 check (open_unread >= 0),
        snoozed_read int not null default 0 check (snoozed_read >= 0),
        snoozed_unread int not null default 0 check (snoozed_unread >= 0),
        closed_read int not null default 0 check (closed_read >= 0),
        closed_unread int not null default 0 check (closed_unread >= 0)
      ) with (fillfactor = 20)`)
    this.addSql(`
      comment on table account_heads is
        'One row an account: the last sequence of its change log, and exact counters. Every writing transaction locks it first, which makes the log dense and the order of commits the order of the log.'`)
    this.addSql(`
      create table inbox_settings (
        account_id uuid primary key references accounts (id),
        auto_responder_audience text not null default 'ALL_PROFILES' check (auto_responder_audience in ('ALL_PROFILES', 'NON_CONSENTED_ONLY', 'NOBODY')),
        auto_responder_template text not null default '',
        shorten_links boolean not null default true,
        link_domain text not null default '',
        email_notifications_enabled boolean not null default false,
        email_notification_addresses text[] not null default '{}',
        unread_indicator boolean not null default true,
        show_inbound_media boolean not null default false,
        opt_out_matching text not null default 'SMART' check (opt_out_matching in ('SMART', 'CONTAINS', 'EXACT')),
        subscribe_keywords text[] not null default '{JOIN}',
        carrier_confirms_opt_out boolean not null default true
      )`)
    this.addSql(`
      create table users (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        auth_user_id text not null unique,
        name text not null,
        email text not null,
        role text not null check (role in ('OWNER', 'ADMIN', 'MANAGER', 'SUPPORT', 'ANALYST', 'CAMPAIGN_COORDINATOR', 'CONTENT_CREATOR')),
        created_at timestamptz not null default now()
      )`)
    this.addSql(`create unique index users_email on users (lower(email))`)
    this.addSql(`create index users_account on users (account_id, id)`)
    this.addSql(`create unique index users_one_owner on users (account_id) where role = 'OWNER'`)
    this.addSql(`
      create table api_keys (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        name text not null,
        scopes text[] not null check (scopes <@ array['READ', 'REPLY', 'MANAGE', 'INGEST']),
        prefix text not null,
        secret_hash bytea not null unique,
        created_by uuid references users (id),
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        revoked_at timestamptz
      )`)
    this.addSql(`create index api_keys_account on api_keys (account_id, id)`)
    this.addSql(`
      create table senders (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        address text not null,
        type text not null check (type in ('LONG_CODE', 'TOLL_FREE', 'SHORT_CODE', 'ALPHANUMERIC')),
        can_receive boolean not null generated always as (type <> 'ALPHANUMERIC') stored,
        created_at timestamptz not null default now()
      )`)
    this.addSql(
      `create unique index senders_receiving_address on senders (address) where type <> 'ALPHANUMERIC'`,
    )
    this.addSql(`create index senders_account on senders (account_id, created_at)`)
  }
}
