import { Migration } from '@mikro-orm/migrations'

/** Looks through the messages for the check that 0014 added, without keeping writers out. */
export class CompositionCheck0022 extends Migration {
  override isTransactional(): boolean {
    return false
  }

  override up(): void {
    this.addSql(`alter table messages validate constraint messages_composition`)
  }
}
