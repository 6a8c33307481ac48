import { Migration } from '@mikro-orm/migrations'

/**
 * Pending double opt-ins, answers to HELP, the time of a person's last opt-out; who recorded a change of consent and
 * when; and a ledger that knows people by a hash which nobody can make without the account's key (R13, R18).
 */
export class Consent0010 extends Migration {
  override up(): void {
    this.addSql(`
      alter table profiles add column double_opt_in_until timestamptz, add column opted_out_at timestamptz,
        add column help_since timestamptz, add column help_answers smallint`)
    this.addSql(
      `comment on column profiles.double_opt_in_until is 'The person was asked to confirm, and may until then (R13).'`,
    )
    this.addSql(
      `comment on column profiles.opted_out_at is 'When the person last opted out themselves, repetitions included (R18).'`,
    )
    this.addSql(
      `comment on column profiles.help_since is 'When the first of the help_answers answers to HELP went out that still count.'`,
    )
    this.addSql(`
      alter table consent_changes add column recorded_at timestamptz, add column by_api_key_id uuid references api_keys (id)`)
    this.addSql(`alter table consent_changes alter column recorded_at set default now()`)
    this.addSql(
      `comment on column consent_changes.recorded_at is 'When it was written; "at" is when it happened, by its evidence.'`,
    )
    this.addKeyedHash()
    this.rehash()
  }

  /** The application may make hashes, but not read the keys: those of a leaked copy of its tables tell no number. */
  private addKeyedHash(): void {
    this.addSql(
      `create table consent_ledger_keys (account_id uuid primary key references accounts (id), key bytea not null)`,
    )
    this.addSql(`alter table consent_ledger_keys enable row level security`)
    this.addSql(`revoke all on consent_ledger_keys from parley_app, parley_system`)
    this.addSql(`
      create function consent_phone_hash_in(account uuid, phone_number text) returns bytea
      language plpgsql security definer set search_path = parley, pg_temp as $$
      declare secret bytea;
      begin
        select key into secret from consent_ledger_keys where account_id = account;
        if secret is null then
          insert into consent_ledger_keys (account_id, key)
          values (account, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))
          on conflict (account_id) do nothing;
          select key into strict secret from consent_ledger_keys where account_id = account;
        end if;
        return sha256(secret || sha256(secret || convert_to(phone_number, 'UTF8')));
      end $$`)
    this.addSql(`revoke execute on function consent_phone_hash_in from public`)
    this.addSql(`
      create function consent_phone_hash(phone_number text) returns bytea
      language plpgsql security definer set search_path = parley, pg_temp as $$
      begin
        if entered_account() is null then raise exception 'no account is entered' using errcode = 'no_data_found'; end if;
        return consent_phone_hash_in(entered_account(), phone_number);
      end $$`)
    this.addSql(`revoke execute on function consent_phone_hash from public`)
    this.addSql(`grant execute on function consent_phone_hash to parley_app, parley_system`)
  }

  /** No profile was ever deleted so far, so each line's number is known. */
  private rehash(): void {
    this.addSql(`alter table consent_changes disable trigger consent_changes_append_only`)
    this.addSql(`
      update consent_changes c set phone_hash = consent_phone_hash_in(p.account_id, p.phone_number)
      from profiles p where p.id = c.profile_id and p.account_id = c.account_id`)
    this.addSql(`alter table consent_changes enable trigger consent_changes_append_only`)
  }
}
