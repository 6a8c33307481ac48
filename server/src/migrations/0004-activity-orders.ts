import { Migration } from '@mikro-orm/migrations'

/** Activity of a person (R31) and orders (R32). */
export class ActivityOrders0004 extends Migration {
  override up(): void {
    this.addSql(`
      create table metrics (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        name text not null,
        unique (account_id, name)
      )`)
    this.addSql(`
      create table events (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        profile_id uuid not null,
        metric_id uuid not null references metrics (id),
        at timestamptz not null,
        unique_id text,
        properties jsonb not null default '{}',
        value_amount numeric(20, 6),
        value_currency text,
        message_id uuid,
        foreign key (account_id, profile_id) references profiles (account_id, id)
      )`)
    this.addSql(`create index events_profile on events (account_id, profile_id, at desc, id desc)`)
    this.addSql(
      `create index events_profile_metric on events (account_id, profile_id, metric_id, at desc, id desc)`,
    )
    this.addSql(
      `create unique index events_unique_id on events (account_id, metric_id, unique_id) where unique_id is not null`,
    )
    this.addSql(`
      create table orders (
        id uuid primary key,
        account_id uuid not null references accounts (id),
        profile_id uuid references profiles (id),
        external_id text not null,
        name text not null,
        placed_at timestamptz not null,
        financial_status text,
        fulfillment_status text,
        canceled_at timestamptz,
        currency text not null,
        subtotal numeric(20, 6) not null,
        discounts numeric(20, 6) not null,
        shipping numeric(20, 6) not null,
        tax numeric(20, 6) not null,
        total numeric(20, 6) not null,
        refunded numeric(20, 6) not null,
        discount_codes text[] not null default '{}',
        line_items jsonb not null default '[]',
        fulfillments jsonb not null default '[]',
        status_url text,
        updated_at timestamptz not null,
        unique (account_id, external_id)
      )`)
    this.addSql(`create index orders_profile on orders (account_id, profile_id, placed_at desc, id desc)`)
  }
}
