import { querySystem } from '../../platform/db/as-system.ts'
import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/ids.ts'

/** Somebody, or something, that asks for a short link. */
export interface Visit {
  slug: string
  /** The host that was asked, lower-case and without a port; empty for the server's own. */
  host: string
  /** A person; of robots and previews no click is kept. */
  isPerson: boolean
  /**
   * Whether it carries the languages that every browser tells. Scanners of carriers look at links within moments of the
   * sending, and many that pass for browsers don't.
   */
  tellsLanguages: boolean
}

/** For so long after a link was made, what tells no languages is taken for a scanner. */
const SCANNED_FOR = '2 seconds'

/**
 * One indexed read, of the slug; the rest hangs on it. A branded domain that only other accounts have set leads to none
 * of this one's links: nobody borrows a name. The click is in the same statement: whoever is sent on has been recorded.
 */
export const FOLLOW = `
  with link as (
    select l.* from short_links l
    where l.slug = $1 and (
      $2 = ''
      or not exists (select from inbox_settings s where s.link_domain = $2 and s.link_domain <> '' and s.account_id <> l.account_id)
      or (select s.link_domain from inbox_settings s where s.account_id = l.account_id) = $2)
  ), clicked as (
    insert into link_clicks (id, account_id, link_id, profile_id, message_id, source_id, at)
    select $3, account_id, id, profile_id, message_id, source_id, date_trunc('milliseconds', now()) from link
    where $4 and ($5 or created_at < now() - interval '${SCANNED_FOR}')
  )
  select target from link`

/** Where a short link leads, its click recorded (R34); null if there is none. */
export const followLink = async (db: Database, visit: Visit): Promise<string | null> => {
  const { slug, host, isPerson, tellsLanguages } = visit
  const [link] = await querySystem<{ target: string }>(db, FOLLOW, [
    slug,
    host,
    newId(),
    isPerson,
    tellsLanguages,
  ])
  return link?.target ?? null
}
