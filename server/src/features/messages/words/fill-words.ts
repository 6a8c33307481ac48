import type { Logger } from 'pino'
import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'

const BATCH = 250
const PEOPLE = 50
/**
 * Then the next sweep goes on: an account's backlog holds up neither the others nor a process that is to stop, and a
 * burst of texts comes before their words. Still some 300 texts a second.
 */
const MOST_MS = 50
const FIRST = '00000000-0000-0000-0000-000000000000'

/** Accounts that are new here start with the messages that they have; a log that was trimmed meanwhile, too. */
const BEGIN = `
  insert into message_words_progress as p (account_id, seq, backfill_after)
  select h.account_id, h.seq, '${FIRST}' from account_heads h left join message_words_progress p using (account_id)
  where p.account_id is null or p.seq < h.log_floor
  on conflict (account_id) do update set seq = excluded.seq, backfill_after = excluded.backfill_after
    where p.seq < excluded.seq`

const BEHIND = `
  select p.account_id as "accountId", p.backfill_after is not null as "isBackfilling"
  from message_words_progress p join account_heads h on h.account_id = p.account_id
  where p.seq < h.seq or p.backfill_after is not null limit 1000`

const WORDS = 'm.account_id, m.profile_id, m.seq, array_to_tsvector(parley.search_words(m.text))'

/**
 * Reads the log on. $1 account. The lock on its progress lets one worker at it; another passes it by. Only scheduled
 * texts can still be edited. OFFSET 0 has each message looked up by its id: for the order that DISTINCT ON wants, the
 * planner would read the account's whole threads, and hold each message against each entry.
 */
export const FOLLOW = `
  with progress as materialized (
    select seq from message_words_progress where account_id = $1 for update skip locked
  ), entries as materialized (
    select l.seq, l.kind, l.message_id from progress, lateral (
      select seq, kind, message_id from change_log where account_id = $1 and seq > progress.seq order by seq limit ${BATCH}) l
  ), written as (
    insert into message_words (account_id, profile_id, seq, words)
    select distinct on (m.account_id, m.profile_id, m.seq) ${WORDS}
    from entries e, lateral (select * from messages where id = e.message_id and account_id = $1 offset 0) m
    where not m.is_hidden
      and (e.kind in ('MESSAGE_RECEIVED', 'MESSAGE_CREATED') or (e.kind = 'MESSAGE_CHANGED' and m.scheduled_at is not null))
    on conflict (account_id, profile_id, seq) do update set words = excluded.words
      where message_words.words is distinct from excluded.words
  )
  update message_words_progress set seq = (select max(seq) from entries)
  where account_id = $1 and exists (select from entries) returning (select count(*) from entries) as n`

/** Takes older messages, person by person (OFFSET 0 as above). $1 account. */
export const BACKFILL = `
  with progress as materialized (
    select backfill_after from message_words_progress where account_id = $1 and backfill_after is not null
    for update skip locked
  ), people as materialized (
    select p.id from progress, lateral (
      select id from profiles where account_id = $1 and id > progress.backfill_after order by id limit ${PEOPLE}) p
  ), written as (
    insert into message_words (account_id, profile_id, seq, words) select ${WORDS}
    from people, lateral (select * from messages where account_id = $1 and profile_id = people.id offset 0) m
    where not m.is_hidden
    on conflict (account_id, profile_id, seq) do nothing
  )
  update message_words_progress
  set backfill_after = case when (select count(*) from people) = ${PEOPLE} then (select id from people order by id desc limit 1) end
  where account_id = $1 and exists (select from progress) returning (select count(*) from people) as n`

/** Runs a batch again as long as it is full, for a while. */
const repeat = async (db: Database, text: string, accountId: string, full: number): Promise<void> => {
  const until = performance.now() + MOST_MS
  do {
    const [row] = await querySystem<{ n: number }>(db, text, [accountId])
    if ((row?.n ?? 0) < full) return
  } while (performance.now() < until)
}

/**
 * Puts the words of messages where search finds them (B9), by the log, so that taking a text costs nothing for it: the
 * new ones, and bit by bit what was there before.
 */
export const fillWords = async (db: Database, log: Logger): Promise<void> => {
  await querySystem(db, BEGIN, [])
  const behind = await querySystem<{ accountId: string; isBackfilling: boolean }>(db, BEHIND, [])
  for (const { accountId, isBackfilling } of behind) {
    try {
      await repeat(db, FOLLOW, accountId, BATCH)
      if (isBackfilling) await repeat(db, BACKFILL, accountId, PEOPLE)
    } catch (error) {
      log.error(
        { err: error, accountId },
        'words for search could not be written; the next sweep tries again',
      )
    }
  }
}
