import type { RowReader } from '../../platform/db/row-reader.ts'
import { toGlobalId } from '../../platform/ids.ts'
import { type Place, zoneOf } from '../quiet-hours/zone-of.ts'
import type { ProfileRow } from './profile.graphql.ts'

/** The columns that `readProfile` takes, in its order, of the table known as `p`. */
export const PROFILE_COLUMNS = `p.id, p.phone_number, p.name, p.email, p.external_id, p.city, p.region, p.country, p.time_zone,
  p.consent, p.consent_since, p.blocked_at, p.blocked_by, p.blocked_message_count, p.unreachable_at, p.created_at`

/** A profile out of `PROFILE_COLUMNS`. */
export const readProfile = (row: RowReader): ProfileRow => {
  const rowId = row.next<string>()
  const phoneNumber = row.next<string>()
  const name = row.next<string | null>()
  const email = row.next<string | null>()
  const externalId = row.next<string | null>()
  const city = row.next<string | null>()
  const region = row.next<string | null>()
  const country = row.next<string | null>()
  const timeZone = row.next<string | null>()
  const state = row.next<ProfileRow['consent']['state']>()
  const since = row.next<string | null>()
  const blockedAt = row.next<string | null>()
  const blockedByRowId = row.next<string | null>()
  const blockedMessageCount = row.next<number>()
  const unreachableAt = row.next<string | null>()
  const createdAt = row.next<string>()
  const place: Place = { phoneNumber, timeZone, country, region }
  return {
    id: toGlobalId('Profile', rowId),
    rowId,
    phoneNumber,
    name,
    email,
    externalId,
    location: city || region || country ? { city, region, country, timeZone } : null,
    place,
    // Worked out only where it is asked for.
    get timeZone() {
      return zoneOf(place)
    },
    consent: { state, since },
    isBlocked: blockedAt !== null,
    blockedAt,
    blockedByRowId,
    blockedMessageCount,
    unreachableAt,
    createdAt,
  }
}
