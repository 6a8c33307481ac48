import { Migration } from '@mikro-orm/migrations'

const extensions = ['pg_trgm', 'btree_gin']

/** Chinese, Japanese and Korean write no spaces between words: each of their characters is a word of its own. */
const cjk = '([\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af])'

/**
 * Search (B9): people by parts of name, e-mail and number, by trigrams; texts by the beginnings of their words. The
 * words of texts stand in a table of their own that a worker fills, so that taking a text costs nothing for it.
 * Repeatable, as it is not transactional: indexes are built while others write.
 */
export class Search0017 extends Migration {
  override isTransactional(): boolean {
    return false
  }

  override async up(): Promise<void> {
    for (const extension of extensions) await this.makeExtension(extension)
    this.addFolding()
    this.addWords()
    this.addSearches()
    await this.addIndexes()
  }

  private async makeExtension(extension: string): Promise<void> {
    try {
      await this.execute(`create extension if not exists ${extension} schema parley`)
    } catch (error) {
      throw new Error(
        `the database user may not create the extension ${extension}: as a superuser, run "create extension ${extension}" in this database, and start again`,
        { cause: error },
      )
    }
  }

  /** Case, accents, punctuation and the width of letters make no difference to who searches. */
  private addFolding(): void {
    // PL/pgSQL, so that the planner doesn't take them apart and have each part worked out several times for a row.
    this.addSql(`
      create or replace function search_fold(input text) returns text language plpgsql immutable strict parallel safe as $$
      declare plain text := lower(input);
      begin
        if octet_length(input) <> length(input) then
          plain := normalize(regexp_replace(lower(normalize(input, NFKD)), '[\\u0300-\\u036f]+', '', 'g'), NFKC);
          plain := regexp_replace(plain, '${cjk}', ' \\1 ', 'g');
        end if;
        return trim(regexp_replace(plain, '[^[:alnum:]]+', ' ', 'g'));
      end $$`)
    this.addSql(`
      create or replace function search_words(input text) returns text[] language sql immutable strict parallel safe as $$
        select coalesce(array_agg(distinct left(word, 40)), '{}')
        from unnest(string_to_array(parley.search_fold(input), ' ')) word where word <> ''
      $$`)
    this.addSql(`
      create or replace function profile_search_text(name text, email text, phone_number text) returns text
      language plpgsql immutable parallel safe as $$
      begin
        return ' ' || parley.search_fold(coalesce(name, '') || ' ' || coalesce(email, '')) || ' ' || ltrim(phone_number, '+');
      end $$`)
  }

  private addWords(): void {
    this.addSql(`
      create table if not exists message_words (
        account_id uuid not null,
        profile_id uuid not null,
        seq bigint not null,
        words tsvector not null,
        primary key (account_id, profile_id, seq)
      )`)
    this.addSql(
      `comment on table message_words is 'The words of messages, for search; the worker adds those of new ones within seconds.'`,
    )
    this.addSql(`
      create table if not exists message_words_progress (
        account_id uuid primary key references accounts (id),
        seq bigint not null,
        backfill_after uuid
      ) with (fillfactor = 50)`)
    this.addSql(
      `comment on table message_words_progress is 'How far the account''s log is read into message_words; backfill_after is the last profile whose older messages are in, null once all are.'`,
    )
    for (const table of ['message_words', 'message_words_progress']) {
      this.addSql(`grant select, insert, update, delete on ${table} to parley_app, parley_system`)
      this.addSql(`alter table ${table} enable row level security`)
      this.addSql(`drop policy if exists ${table}_of_account on ${table}`)
      this.addSql(`
        create policy ${table}_of_account on ${table} to parley_app
          using (account_id = (select entered_account())) with check (account_id = (select entered_account()))`)
      this.addSql(`drop policy if exists ${table}_of_system on ${table}`)
      this.addSql(
        `create policy ${table}_of_system on ${table} to parley_system using (true) with check (true)`,
      )
    }
  }

  /**
   * Row-level security lets no operator that might leak use an index before it, and neither LIKE nor @@ is known not
   * to. So these run as the owner, name the account that was entered themselves, and give nothing but ids of people.
   * Where there are more than \`most\` matches they give null, or what they came upon first if \`or_some\`.
   */
  private addSearches(): void {
    const asOwner = `language plpgsql stable security definer set search_path = parley, pg_temp
      set enable_bitmapscan = on set enable_indexscan = off set enable_seqscan = off
      set max_parallel_workers_per_gather = 0 set plan_cache_mode = force_custom_plan`
    this.addSql(`
      create or replace function search_profiles(patterns text[], most int, or_some boolean) returns uuid[] ${asOwner} as $$
      declare found uuid[]; total int;
      begin
        -- LIKE ALL uses no index.
        select coalesce(array_agg(id), '{}'), count(*) into found, total from (
          select p.id from profiles p
          where p.account_id = entered_account() and cardinality(patterns) > 0
            and profile_search_text(p.name, p.email, p.phone_number) like patterns[1]
            and profile_search_text(p.name, p.email, p.phone_number) like coalesce(patterns[2], '%')
            and profile_search_text(p.name, p.email, p.phone_number) like coalesce(patterns[3], '%')
            and (cardinality(patterns) <= 3 or profile_search_text(p.name, p.email, p.phone_number) like all (patterns))
          limit most + (not or_some)::int) f;
        return case when total <= most then found end;
      end $$`)
    this.addSql(`
      create or replace function search_messages(query tsquery, most int, or_some boolean) returns uuid[] ${asOwner} as $$
      declare found uuid[]; total int;
      begin
        select coalesce(array_agg(distinct profile_id), '{}'), count(*) into found, total from (
          select w.profile_id from message_words w where w.account_id = entered_account() and w.words @@ query
          limit most + (not or_some)::int) f;
        return case when total <= most then found end;
      end $$`)
    // Trigrams know of no parts shorter than three letters: fewer are the beginning of a word of a name, or a whole word
    // of a text, where beginnings of one letter would be those of all words.
    this.addSql(`
      create or replace function search_patterns(query text) returns text[] language sql immutable strict parallel safe as $$
        select case
          when query ~ '^[0-9 ()+./-]+$' and length(regexp_replace(query, '[^0-9]', '', 'g')) >= 3 then array['%'
            || regexp_replace(regexp_replace(query, '[^0-9]', '', 'g'), '^0+(?=[1-9])', '') || '%']
          else array(select case when length(word) < 3 then '% ' else '%' end || word || '%'
            from unnest(string_to_array(parley.search_fold(query), ' ')) word where word <> '') end
      $$`)
    this.addSql(`
      create or replace function search_query(query text) returns tsquery language sql immutable strict parallel safe as $$
        select string_agg('''' || word || '''' || case when length(word) < 3 then '' else ':*' end, ' & ')::tsquery from unnest(parley.search_words(query)) word
      $$`)
    this.addSql(`revoke execute on function search_profiles, search_messages from public`)
    this.addSql(`grant execute on function search_profiles, search_messages to parley_app, parley_system`)
    this.addSql(
      `grant execute on function search_fold, search_words, search_patterns, search_query, profile_search_text to parley_app, parley_system`,
    )
  }

  private async addIndexes(): Promise<void> {
    // An extension that was there already may be in another schema, which the search path doesn't name.
    const [row] = (await this.execute(
      `select n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'`,
    )) as { schema?: string }[]
    const trigrams = `"${row?.schema ?? 'parley'}".gin_trgm_ops`
    const indexes: Record<string, string> = {
      profiles_search: `profiles using gin (account_id, parley.profile_search_text(name, email, phone_number) ${trigrams}) with (gin_pending_list_limit = 512)`,
      message_words_search: `message_words using gin (account_id, words)`,
      profiles_blocked: `profiles (account_id, blocked_at desc, id desc) where blocked_at is not null`,
      // Texts make conversations unread, so they pay nothing for this one.
      conversations_read_activity: `conversations (account_id, status, activity_seq desc) where not is_unread`,
      messages_attributed: `messages (account_id, attribution_source_id, profile_id) where attribution_source_id is not null`,
    }
    for (const [name, definition] of Object.entries(indexes)) {
      // What a run that broke off left behind is of no use.
      this.addSql(`drop index concurrently if exists ${name}`)
      this.addSql(`create index concurrently ${name} on ${definition}`)
    }
  }
}
