/** A plain table of raw calls, with nothing but its key. */
export const RAW_CALLS = `
  create table if not exists public.raw_calls (id uuid primary key, received_at timestamptz not null default now(), params jsonb not null)`
