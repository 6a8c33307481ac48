import type { WriteContext } from '../../../platform/context.ts'
import { sql } from '../../../platform/db/in-transaction.ts'
import { newId } from '../../../platform/ids.ts'
import { newMediaToken } from '../media-address.ts'

const typesByEnding = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
])

const ADD = `
  insert into media (id, account_id, origin, token, external_url, content_type, created_at, stored_at, attached_at)
  select id, entered_account(), 'EXTERNAL', token, url, content_type, $2, $2, $2
  from json_to_recordset($1::json) as m(id uuid, token text, url text, content_type text)
  on conflict (account_id, md5(external_url)) where external_url is not null do nothing`

export const FIND = `
  select m.id, m.external_url as url from unnest($1::text[]) as asked(url)
  join media m on m.account_id = entered_account() and m.external_url is not null
    and md5(m.external_url) = md5(asked.url) and m.external_url = asked.url`

/**
 * Media that campaigns and flows name by address: they stay where they are, the carrier fetches them there, and the
 * thread shows them from there (R11). Gives the row id for each address, one for all messages that name it; in two
 * statements however many there are. Their type is taken from the address's ending; their size isn't known.
 */
export const noteExternalMedia = async (
  ctx: WriteContext,
  urls: Iterable<string>,
): Promise<Map<string, string>> => {
  const distinct = [...new Set(urls)]
  if (distinct.length === 0) return new Map()
  const rows = distinct.map((url) => ({
    id: newId(),
    token: newMediaToken(),
    url,
    content_type: typeOf(url),
  }))
  await sql(ctx, ADD, [JSON.stringify(rows), ctx.now])
  const found = await sql<{ id: string; url: string }>(ctx, FIND, [distinct])
  return new Map(found.map(({ id, url }) => [url, id]))
}

const typeOf = (url: string): string => {
  const ending = /[.](\w+)$/.exec(URL.parse(url)?.pathname ?? '')?.[1]
  return typesByEnding.get(ending?.toLowerCase() ?? '') ?? 'application/octet-stream'
}
