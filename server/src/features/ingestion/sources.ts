import type { Context } from '../../platform/context.ts'
import { inTransaction, sql } from '../../platform/db/in-transaction.ts'
import type { UserErrorItem } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { MessageSourceType } from '../campaigns/message-source.graphql.ts'
import { ItemReader, LONGEST_ID } from './item-reader.ts'

/** The campaign or flow that messages belong to, as an integrator names it. */
export interface SourceFields {
  type: MessageSourceType
  name: string
  externalId: string
}

const LONGEST_NAME = 200

/** Reads a source. Codes: NAME_*, EXTERNAL_ID_*. */
export const readSource = (
  fields: SourceFields,
): { source: SourceFields; userErrors: [] } | { source: null; userErrors: UserErrorItem[] } => {
  const reader = new ItemReader(['source'])
  const name = reader.line(fields.name, { longest: LONGEST_NAME, stem: 'NAME' }, 'name')
  const externalId = reader.line(
    fields.externalId,
    { longest: LONGEST_ID, stem: 'EXTERNAL_ID' },
    'externalId',
  )
  if (name === null || externalId === null) return { source: null, userErrors: reader.errors }
  return { source: { type: fields.type, name, externalId }, userErrors: [] }
}

const UPSERT = `
  insert into message_sources as s (id, account_id, type, name, external_id, created_at)
  values ($1, entered_account(), $2, $3, $4, $5)
  on conflict (account_id, type, external_id) where external_id is not null
    do update set name = excluded.name where s.name <> excluded.name
  returning id`

const FIND = `
  select id from message_sources where account_id = entered_account() and type = $1 and external_id = $2`

/** Makes the source, or gives the one of this type and external id, by the name that it has now. Gives its row id. */
export const upsertSource = (ctx: Context, { type, name, externalId }: SourceFields): Promise<string> =>
  inTransaction(ctx, async (ctx) => {
    const [written] = await sql<{ id: string }>(ctx, UPSERT, [newId(), type, name, externalId, ctx.now])
    const [found] = written ? [written] : await sql<{ id: string }>(ctx, FIND, [type, externalId])
    if (!found) throw new Error('a source is neither written nor there')
    return found.id
  })
