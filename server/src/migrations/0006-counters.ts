import { Migration } from '@mikro-orm/migrations'

const columns = ['open_read', 'open_unread', 'snoozed_read', 'snoozed_unread', 'closed_read', 'closed_unread']

const sums = columns
  .map((column) => {
    const [status, read] = column.split('_')
    const unread = read === 'unread' ? 'is_unread' : 'not is_unread'
    return `coalesce(sum(n) filter (where status = '${status?.toUpperCase()}' and ${unread}), 0) as ${column}`
  })
  .join(', ')

const changes = {
  insert: 'select account_id, status, is_unread, 1 as n from new_rows',
  update:
    'select account_id, status, is_unread, 1 as n from new_rows union all select account_id, status, is_unread, -1 from old_rows',
  delete: 'select account_id, status, is_unread, -1 as n from old_rows',
}

const transitionTables = {
  insert: 'new table as new_rows',
  update: 'old table as old_rows new table as new_rows',
  delete: 'old table as old_rows',
}

/**
 * Counters of conversations by status and read state, kept in `account_heads` by statement-level triggers: exact
 * whatever writes, and one update a statement however many rows it touched (R36).
 */
export class Counters0006 extends Migration {
  override up(): void {
    for (const event of ['insert', 'update', 'delete'] as const) {
      this.addSql(`
        create function count_conversations_${event}() returns trigger language plpgsql as $$
        begin
          update parley.account_heads head set ${columns.map((column) => `${column} = head.${column} + delta.${column}`).join(', ')}
          from (select account_id, ${sums} from (${changes[event]}) change group by account_id) delta
          where head.account_id = delta.account_id and (${columns.map((column) => `delta.${column}`).join(', ')}) <> (0, 0, 0, 0, 0, 0);
          return null;
        end $$`)
      this.addSql(`
        create trigger count_${event} after ${event} on conversations referencing ${transitionTables[event]}
          for each statement execute function count_conversations_${event}()`)
    }
    this.addSql(`grant execute on all functions in schema parley to parley_app, parley_system`)
  }
}
