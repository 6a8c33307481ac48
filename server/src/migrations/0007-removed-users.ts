import { Migration } from '@mikro-orm/migrations'

/** A removed user keeps the row that messages and the consent ledger name as their author, but neither login nor e-mail. */
export class RemovedUsers0007 extends Migration {
  override up(): void {
    this.addSql(`
      alter table users add column removed_at timestamptz,
        alter column auth_user_id drop not null,
        add check ((auth_user_id is null) = (removed_at is not null)),
        add check (removed_at is null or role <> 'OWNER')`)
    this.addSql(`drop index users_email`)
    this.addSql(`create unique index users_email on users (lower(email)) where removed_at is null`)
  }
}
