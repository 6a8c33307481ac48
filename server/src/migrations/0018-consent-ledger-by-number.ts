import { Migration } from '@mikro-orm/migrations'

/** The ledger of a number, the newest first: also of people whose profile is gone (R18). */
export class ConsentLedgerByNumber0018 extends Migration {
  override isTransactional(): boolean {
    return false
  }

  override up(): void {
    this.addSql(`drop index concurrently if exists parley.consent_changes_number`)
    this.addSql(
      `create index concurrently consent_changes_number on consent_changes (account_id, phone_hash, at desc, id desc)`,
    )
  }
}
