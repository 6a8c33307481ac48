import { RowReader } from '../../platform/db/row-reader.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import { fromMomentCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { bySize, type PageReader, pageOf, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { ProfileRow } from './profile.graphql.ts'
import { PROFILE_COLUMNS, readProfile } from './profile-row.ts'

const read = (values: unknown[]): ProfileRow => readProfile(new RowReader(values))

const BY_ID = {
  name: 'profiles_by_id',
  text: `select ${PROFILE_COLUMNS} from profiles p where p.account_id = $1 and p.id = any($2::uuid[])`,
  rowMode: 'array',
} as const

export const profileById = defineLoader<ProfileRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<unknown[]>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(read)
  },
  (profile) => profile.rowId,
)

const BY_PHONE = {
  name: 'profiles_by_phone',
  text: `select ${PROFILE_COLUMNS} from profiles p where p.account_id = $1 and p.phone_number = any($2::text[])`,
  rowMode: 'array',
} as const

/** Profiles by number in E.164. */
export const profileByPhone = defineLoader<ProfileRow>(
  async (ctx, numbers) => {
    const { accountId } = ctx.actor
    return (await readInAccount<unknown[]>(ctx.db.pool, accountId, BY_PHONE, [accountId, numbers])).map(read)
  },
  (profile) => profile.phoneNumber,
)

const PROPERTIES = {
  name: 'profile_properties',
  text: 'select id as "rowId", properties from profiles where account_id = $1 and id = any($2::uuid[])',
}

/** Properties are left out of the rows of lists: most lists don't show them, and they can be large. */
export const propertiesByProfile = defineLoader<{ rowId: string; properties: Record<string, unknown> }>(
  (ctx, ids) => readInAccount(ctx.db.pool, ctx.actor.accountId, PROPERTIES, [ctx.actor.accountId, ids]),
  (row) => row.rowId,
)

const blockedFilter = '($2::boolean is null or (p.blocked_at is not null) = $2)'

const PAGES = bySize((size) => ({
  name: `profiles_${size}`,
  text: `
    select p.created_at::text, ${PROFILE_COLUMNS} from profiles p
    where p.account_id = $1 and ${blockedFilter} and (p.created_at, p.id) < ($3::timestamptz, $4::uuid)
    order by p.created_at desc, p.id desc limit ${size + 1}`,
  rowMode: 'array' as const,
}))

const readListed = (values: unknown[]): ProfileRow => {
  const row = new RowReader(values)
  const cursorAt = row.next<string>()
  return { ...readProfile(row), cursorAt }
}

const cursorOf = (row: ProfileRow): string => toCursor(row.cursorAt ?? '', row.rowId)

export interface ProfileSearch {
  first: number
  after: string | null | undefined
  blocked: boolean | null | undefined
}

/** Profiles, the newest first. */
export const profilePage = (ctx: RequestContext, asked: ProfileSearch): PageReader<ProfileRow> => {
  const { accountId } = ctx.actor
  const from = fromMomentCursor('after', asked.after)
  return async () => {
    const values = [accountId, asked.blocked ?? null, from.at, from.id]
    const rows = await readInAccount<unknown[]>(
      ctx.db.pool,
      accountId,
      PAGES[statementSize(asked.first)],
      values,
    )
    return pageOf(rows.map(readListed), asked.first, cursorOf, asked.after != null)
  }
}

const COUNT = {
  name: 'profiles_count',
  text: `select count(*) as n from (select from profiles p where p.account_id = $1 and ${blockedFilter} limit 10000) counted`,
}

/** How many profiles there are, counted up to 10,000. */
export const countProfiles = async (
  ctx: RequestContext,
  blocked: boolean | null | undefined,
): Promise<number> => {
  const { accountId } = ctx.actor
  const [row] = await readInAccount<{ n: number }>(ctx.db.pool, accountId, COUNT, [
    accountId,
    blocked ?? null,
  ])
  return row?.n ?? 0
}
