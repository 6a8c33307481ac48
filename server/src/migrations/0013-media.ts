import { Migration } from '@mikro-orm/migrations'

/** Stored media (R11, R20), which messages name in their order, and what the worker has yet to fetch of inbound ones (B1). */
export class Media0013 extends Migration {
  override up(): void {
    this.addSql(`
      create table media (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        origin text not null check (origin in ('UPLOAD', 'INBOUND', 'EXTERNAL')),
        token text not null unique,
        external_url text,
        content_type text not null default '',
        byte_size int not null default 0 check (byte_size >= 0),
        width int,
        height int,
        created_at timestamptz not null default now(),
        stored_at timestamptz,
        attached_at timestamptz,
        doomed_at timestamptz,
        check ((origin = 'EXTERNAL') = (external_url is not null)),
        check (attached_at is null or (stored_at is not null and doomed_at is null))
      )`)
    this.addSql(`
      comment on table media is
        'The row comes before its file and goes after it, so that no file is ever without a row. Seen by others from stored_at on; doomed_at is set before the file goes.'`)
    this.addSql(
      `create unique index media_external on media (account_id, md5(external_url)) where external_url is not null`,
    )
    this.addSql(`create index media_unattached on media (account_id, created_at) where attached_at is null`)
    this.addSql(`create index media_orphans on media (created_at) where attached_at is null`)
    // Null for all but a few: costs a message without media one bit.
    this.addSql(`alter table messages add column media_ids uuid[]`)
    this.addSql(`
      create table inbound_media (
        account_id uuid not null references accounts (id),
        message_id uuid not null,
        position int not null,
        url text not null,
        state text not null default 'WAITING' check (state in ('WAITING', 'STORED', 'GIVEN_UP')),
        due_at timestamptz not null,
        attempts int not null default 0,
        media_id uuid references media (id),
        problem text,
        created_at timestamptz not null,
        primary key (account_id, message_id, position),
        check ((state = 'STORED') = (media_id is not null))
      )`)
    this.addSql(
      `create index inbound_media_waiting on inbound_media (account_id, due_at) where state = 'WAITING'`,
    )
    this.addSql(
      `create index inbox_settings_showing_media on inbox_settings (account_id) where show_inbound_media`,
    )
    for (const table of ['media', 'inbound_media']) {
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
}
