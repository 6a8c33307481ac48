import { Migration } from '@mikro-orm/migrations'

/** Profiles, conversations, messages, the consent ledger and the change log. */
export class Conversations0002 extends Migration {
  override up(): void {
    this.addSql(`
      create table profiles (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        phone_number text not null,
        name text,
        email text,
        external_id text,
        city text,
        region text,
        country text,
        time_zone text,
        properties jsonb not null default '{}',
        consent text not null default 'NEVER_SUBSCRIBED' check (consent in ('SUBSCRIBED', 'UNSUBSCRIBED', 'NEVER_SUBSCRIBED')),
        consent_since timestamptz,
        opted_out_by_customer boolean not null default false,
        blocked_at timestamptz,
        unreachable_at timestamptz,
        created_at timestamptz not null default now(),
        unique (account_id, phone_number),
        unique (account_id, id)
      ) with (fillfactor = 80)`)
    this.addSql(
      `create unique index profiles_external_id on profiles (account_id, external_id) where external_id is not null`,
    )
    this.addSql(`create index profiles_newest on profiles (account_id, created_at desc, id desc)`)
    this.addSql(`
      create table message_sources (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        type text not null check (type in ('CAMPAIGN', 'FLOW')),
        name text not null,
        external_id text,
        sent_count int not null default 0,
        response_count int not null default 0,
        click_count int not null default 0,
        created_at timestamptz not null default now()
      )`)
    this.addSql(
      `create unique index message_sources_external_id on message_sources (account_id, type, external_id) where external_id is not null`,
    )
    this.addSql(
      `create index message_sources_newest on message_sources (account_id, created_at desc, id desc)`,
    )
    this.addSql(`
      create table conversations (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        profile_id uuid not null unique,
        sender_id uuid references senders (id),
        status text not null default 'OPEN' check (status in ('OPEN', 'SNOOZED', 'CLOSED')),
        snoozed_until timestamptz,
        is_unread boolean not null default false,
        activity_seq bigint not null,
        last_message_id uuid,
        last_message_at timestamptz not null,
        waiting_since timestamptz,
        possible_opt_out boolean not null default false,
        created_at timestamptz not null default now(),
        foreign key (account_id, profile_id) references profiles (account_id, id),
        check ((status = 'SNOOZED') = (snoozed_until is not null))
      ) with (fillfactor = 70)`)
    this.addSql(`create unique index conversations_activity on conversations (account_id, activity_seq desc)`)
    this.addSql(
      `create index conversations_status_activity on conversations (account_id, status, activity_seq desc)`,
    )
    this.addSql(
      `create index conversations_unread_activity on conversations (account_id, status, activity_seq desc) where is_unread`,
    )
    this.addSql(
      `create index conversations_due_snoozes on conversations (snoozed_until) where status = 'SNOOZED'`,
    )
    // No foreign keys: ids come from rows just read under the account's lock, nothing they point at is ever deleted,
    // and checking them would cost two fifths of each text's INSERT.
    this.addSql(`
      create table messages (
        id uuid primary key,
        account_id uuid not null,
        profile_id uuid not null,
        seq bigint not null,
        direction text not null check (direction in ('INBOUND', 'OUTBOUND')),
        kind text not null check (kind in ('CUSTOMER', 'REPLY', 'AUTO_RESPONSE', 'CAMPAIGN', 'FLOW', 'COMPLIANCE')),
        text text not null,
        encoding text not null check (encoding in ('GSM7', 'UCS2')),
        segments int not null,
        hidden_media_count int not null default 0,
        status text not null check (status in ('RECEIVED', 'SCHEDULED', 'QUEUED', 'SENT', 'DELIVERED', 'UNDELIVERED', 'FAILED', 'CANCELED', 'UNKNOWN')),
        failure_code text,
        failure_detail text,
        sender_id uuid,
        sent_by uuid,
        source_id uuid,
        attribution_source_id uuid,
        attribution_reason text,
        idempotency_key text,
        request_hash bytea,
        carrier_message_id text,
        carrier_sequence int not null default -1,
        carrier_time timestamptz,
        override_warnings text[] not null default '{}',
        send_attempts int not null default 0,
        send_started_at timestamptz,
        next_attempt_at timestamptz,
        scheduled_at timestamptz,
        created_at timestamptz not null default now(),
        sent_at timestamptz,
        delivered_at timestamptz
      ) with (fillfactor = 85)`)
    this.addSql(`create unique index messages_thread on messages (account_id, profile_id, seq desc)`)
    this.addSql(
      `create unique index messages_carrier_id on messages (carrier_message_id) where carrier_message_id is not null`,
    )
    this.addSql(
      `create unique index messages_idempotency on messages (account_id, idempotency_key) where idempotency_key is not null`,
    )
    this.addSql(`create index messages_to_send on messages (profile_id, seq) where status = 'QUEUED'`)
    this.addSql(`create index messages_due on messages (next_attempt_at) where status = 'QUEUED'`)
    this.addSql(
      `create index messages_started on messages (send_started_at) where status = 'QUEUED' and send_started_at is not null`,
    )
    this.addSql(`create index messages_unsettled on messages (next_attempt_at) where status = 'UNKNOWN'`)
    this.addSql(`
      create table consent_changes (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        profile_id uuid not null,
        phone_hash bytea not null,
        at timestamptz not null,
        from_state text not null,
        to_state text not null,
        method text not null check (method in ('KEYWORD', 'CARRIER', 'IMPORT', 'API', 'AGENT')),
        evidence text,
        rule text,
        by_user_id uuid references users (id)
      )`)
    this.addSql(
      `create index consent_changes_profile on consent_changes (account_id, profile_id, at desc, id desc)`,
    )
    this.addSql(`
      create function refuse_ledger_change() returns trigger language plpgsql as $$
      begin raise exception 'the consent ledger is append-only (R18)' using errcode = 'insufficient_privilege'; end $$`)
    this.addSql(`
      create trigger consent_changes_append_only before update or delete or truncate on consent_changes
        for each statement execute function refuse_ledger_change()`)
    this.addSql(`
      create table change_log (
        account_id uuid not null,
        seq bigint not null,
        kind text not null check (kind in ('MESSAGE_RECEIVED', 'MESSAGE_CREATED', 'MESSAGE_CHANGED', 'CONVERSATION_CHANGED', 'PROFILE_CHANGED', 'SETTINGS_CHANGED')),
        conversation_id uuid,
        message_id uuid,
        profile_id uuid,
        at timestamptz not null default now(),
        primary key (account_id, seq)
      )`)
    this.addSql(`create index change_log_age on change_log using brin (at)`)
    this.addSql(`
      create table job_dispatch (
        account_id uuid primary key references accounts (id),
        seq bigint not null default 0
      )`)
    this.addSql(
      `comment on table job_dispatch is 'How far the jobs of each account''s log are handed to the queue.'`,
    )
  }
}
