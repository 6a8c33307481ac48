import pg from 'pg'

const migrationLock = 7_275_397

const tables = `
create schema if not exists parley_sandbox;
set local search_path = parley_sandbox;

create table if not exists phones (
  number text primary key,
  name text,
  added_at timestamptz not null default now()
);
create table if not exists numbers (
  number text primary key,
  name text
);
create table if not exists messages (
  uuid uuid primary key,
  seq bigint generated always as identity unique,
  phone text not null,
  business text not null,
  direction text not null check (direction in ('FROM_PHONE', 'TO_PHONE')),
  type text not null,
  text text not null,
  media jsonb not null default '[]',
  units integer not null,
  state text not null,
  error_code text,
  sequence integer not null default 0,
  by_carrier boolean not null default false,
  powerpack_uuid text,
  callback_url text,
  callback_method text,
  at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  settled_at timestamptz
);
create index if not exists messages_by_phone on messages (phone, seq);
create index if not exists messages_by_time on messages (at);
create table if not exists media_files (
  id uuid primary key,
  message uuid not null references messages,
  name text not null,
  content_type text not null,
  bytes bytea not null,
  at timestamptz not null default now()
);
create index if not exists media_files_by_message on media_files (message);
create table if not exists deliveries (
  id bigint generated always as identity primary key,
  message uuid not null references messages,
  kind text not null check (kind in ('INBOUND', 'STATUS')),
  lane text not null,
  method text not null,
  url text,
  params jsonb,
  state text,
  sequence integer,
  error_code text,
  v3 boolean not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  done_at timestamptz,
  outcome text
);
create index if not exists deliveries_due on deliveries (due_at) where done_at is null;
create index if not exists deliveries_first_tries on deliveries (lane, id) where done_at is null and attempts = 0;
create table if not exists settings (
  singleton boolean primary key default true check (singleton),
  mischief jsonb not null default '{}',
  webhooks bigint not null default 0,
  callbacks bigint not null default 0
);
insert into settings default values on conflict do nothing;
create table if not exists opt_outs (
  business text not null,
  phone text not null,
  at timestamptz not null default now(),
  acknowledged boolean not null default false,
  primary key (business, phone)
);
create table if not exists mails (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  to_addresses text[] not null,
  subject text not null,
  text text,
  html text
);
`

// Triggers, so that no writer can forget to say so: another process may hold the stream of events or do the deliveries.
const triggers = `
create or replace function parley_sandbox.tell_work() returns trigger language plpgsql as $$
begin perform pg_notify('parley_sandbox_work', ''); return null; end $$;
create or replace function parley_sandbox.tell_message() returns trigger language plpgsql as $$
begin perform pg_notify('parley_sandbox_message', new.uuid::text); return null; end $$;
create or replace function parley_sandbox.tell_mail() returns trigger language plpgsql as $$
begin perform pg_notify('parley_sandbox_mail', new.id::text); return null; end $$;
create or replace trigger tell_work after insert on deliveries
  for each statement execute function parley_sandbox.tell_work();
create or replace trigger tell_message_new after insert on messages
  for each row execute function parley_sandbox.tell_message();
create or replace trigger tell_message_state after update on messages
  for each row when (new.state is distinct from old.state) execute function parley_sandbox.tell_message();
create or replace trigger tell_mail after insert on mails
  for each row execute function parley_sandbox.tell_mail();
`

/**
 * Makes the simulated carrier's tables (schema `parley_sandbox`) where they are missing; may run at any time, by
 * several processes at once. `databaseUrl` must be that of a login which may create schemas.
 */
export async function migrateSandbox(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await client.query(tables)
    await client.query(triggers)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
