import { RowReader } from '../../platform/db/row-reader.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
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
