import { Migration } from '@mikro-orm/migrations'

/** The journal of carrier webhooks (R43). Written before an answer; `PENDING` rows are work not yet done. */
export class CarrierJournal0003 extends Migration {
  override up(): void {
    this.addSql(`
      create table carrier_journal (
        id uuid primary key,
        account_id uuid,
        kind text not null check (kind in ('INBOUND', 'STATUS')),
        carrier_message_id text not null,
        message_id uuid,
        raw text not null,
        path text not null default '',
        received_at timestamptz not null default now(),
        outcome text not null default 'PENDING' check (outcome in ('PENDING', 'DONE', 'DUPLICATE', 'UNROUTED', 'SET_ASIDE')),
        attempts int not null default 0,
        error text,
        settled_at timestamptz
      )`)
    this.addSql(
      `create index carrier_journal_pending on carrier_journal (received_at, id) where outcome = 'PENDING'`,
    )
    this.addSql(
      `create index carrier_journal_set_aside on carrier_journal (received_at, id) where outcome in ('SET_ASIDE', 'UNROUTED')`,
    )
    this.addSql(`
      create table refused_webhooks (
        day date not null,
        route text not null,
        reason text not null,
        count bigint not null default 0,
        last_at timestamptz not null default now(),
        last_note text not null,
        primary key (day, route, reason)
      )`)
  }
}
