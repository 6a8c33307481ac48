import { Migration } from '@mikro-orm/migrations'

const counters = ['OPEN', 'SNOOZED', 'CLOSED'].flatMap((status) => [
  { column: `${status.toLowerCase()}_read`, status, isUnread: false },
  { column: `${status.toLowerCase()}_unread`, status, isUnread: true },
])
const columns = counters.map(({ column }) => column)

const moved = counters.map(
  ({ column, status, isUnread }) =>
    `coalesce(sum(n) filter (where status = '${status}' and is_unread = ${isUnread}), 0) as ${column}`,
)

const ofAll = `
  update parley.account_heads head set ${columns.map((column) => `${column} = head.${column} + delta.${column}`).join(', ')}
  from (
    select account_id, ${moved.join(', ')} from (
      select account_id, status, is_unread, 1 as n from new_rows
      union all select account_id, status, is_unread, -1 from old_rows
    ) change group by account_id
  ) delta
  where head.account_id = delta.account_id
    and (${columns.map((column) => `delta.${column}`).join(', ')}) <> (0, 0, 0, 0, 0, 0)`

const among = (states: string, { status, isUnread }: (typeof counters)[number]): string =>
  `cardinality(array_positions(${states}, '${status} ${isUnread}'))`

const ofOne = `
  update parley.account_heads head set
    ${counters.map((one) => `${one.column} = head.${one.column} + ${among('after', one)} - ${among('before', one)}`).join(', ')}
  where head.account_id = parley.entered_account()`

/**
 * Counting what an update of conversations moved was a sixth of what a lone text's write costs, and most updates move
 * nothing: a reply, or a text in a conversation that is unread already. `parley_app` sees one account alone (row-level
 * security), so what its statements found and left can be compared as two lists of states. Others are counted as before.
 */
export class LighterCounters0026 extends Migration {
  override up(): void {
    this.addSql(`
      create or replace function count_conversations_update() returns trigger language plpgsql as $$
      declare
        before text[];
        after text[];
      begin
        if current_user <> 'parley_app' then
          ${ofAll};
          return null;
        end if;
        before := array(select status || ' ' || is_unread from old_rows);
        after := array(select status || ' ' || is_unread from new_rows);
        if before <> after then
          ${ofOne};
        end if;
        return null;
      end $$`)
  }
}
