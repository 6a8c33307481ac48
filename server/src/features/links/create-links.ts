import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { newId } from '../../platform/ids.ts'

/** How links in an account's texts are made short. */
export interface Shortening {
  /** Whether they are, unless a text says otherwise. */
  byDefault: boolean
  /** The account's own domain, or empty. */
  linkDomain: string
}

const SETTINGS = `
  select shorten_links as "byDefault", link_domain as "linkDomain" from inbox_settings where account_id = entered_account()`

/** The account's settings of short links (R34). */
export const shorteningOf = async (ctx: WriteContext): Promise<Shortening> => {
  const [settings] = await sql<Shortening>(ctx, SETTINGS, [])
  if (!settings) throw new Error('an account without settings')
  return settings
}

/** A short link to be written. */
export interface NewLink {
  slug: string
  /** What its address has before the slug. */
  base: string
  target: string
  profileId: string
  messageId: string
  /** The campaign or flow of the message. */
  sourceId: string | null
  /** Its place among the links of the message. */
  position: number
}

const INSERT = `
  insert into short_links (id, account_id, slug, base, target, profile_id, message_id, source_id, position, created_at)
  select l.id, entered_account(), l.slug, l.base, l.target, l.profile_id, l.message_id, l.source_id, l.position, $2
  from json_to_recordset($1::json) as l(id uuid, slug text, base text, target text, profile_id uuid, message_id uuid,
    source_id uuid, position int)`

/**
 * Writes short links, in one statement. A slug that is another link's, which comes about less often than once in
 * 10⁷ links, fails the transaction: whoever tries again has other slugs.
 */
export const createLinks = async (ctx: WriteContext, links: NewLink[]): Promise<void> => {
  if (links.length === 0) return
  const rows = links.map((link) => ({
    id: newId(),
    slug: link.slug,
    base: link.base,
    target: link.target,
    profile_id: link.profileId,
    message_id: link.messageId,
    source_id: link.sourceId,
    position: link.position,
  }))
  await sql(ctx, INSERT, [JSON.stringify(rows), ctx.now])
}
