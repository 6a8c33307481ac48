import { Migration } from '@mikro-orm/migrations'

/**
 * Enters an account for a write that was decided on before: fails if anything was recorded since. 40001 is
 * PostgreSQL's own code for "decide again".
 */
export class EnterAccountAt0008 extends Migration {
  override up(): void {
    this.addSql(`
      create function enter_account_at(account uuid, expected bigint) returns void language plpgsql as $$
      begin
        if enter_account(account) <> expected then
          raise exception 'the account has moved on' using errcode = 'serialization_failure';
        end if;
      end $$`)
    this.addSql(`grant execute on function enter_account_at to parley_app, parley_system`)
  }
}
