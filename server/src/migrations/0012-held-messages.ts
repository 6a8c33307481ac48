import { Migration } from '@mikro-orm/migrations'

/** Why a scheduled message waits longer than it was told to (R19, B4). */
export class HeldMessages0012 extends Migration {
  override up(): void {
    // Null for all but the few that are held: costs other messages one bit. Its check is validated by 0020.
    this.addSql(`alter table messages add column held_reason text`)
    this.addSql(`
      alter table messages add constraint messages_held_reason
        check (held_reason in ('PERSON_WROTE', 'QUIET_HOURS')) not valid`)
    this.addSql(`
      comment on column messages.held_reason is
        'Of a SCHEDULED message: PERSON_WROTE waits for an agent, without a due time; QUIET_HOURS for the end of these. Due times are in next_attempt_at.'`)
  }
}
