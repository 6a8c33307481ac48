import { Field, Int, ObjectType } from 'type-graphql'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { Node } from '../../platform/graphql/node.ts'
import { DateTime, EmailAddress, PhoneNumber, TimeZone } from '../../platform/graphql/scalars.ts'
import { Consent } from '../consent/consent.graphql.ts'
import type { Place } from '../quiet-hours/zone-of.ts'

@ObjectType({ description: 'Where a person is, as far as known.' })
export class Location {
  @Field(() => String, { simple: true, nullable: true, description: 'City.' })
  city!: string | null

  @Field(() => String, { simple: true, nullable: true, description: 'State or region.' })
  region!: string | null

  @Field(() => String, { simple: true, nullable: true, description: 'Country, ISO 3166-1 with two letters.' })
  country!: string | null

  @Field(() => TimeZone, { simple: true, nullable: true, description: 'Time zone of the place.' })
  timeZone!: string | null
}

@ObjectType({ implements: Node, description: 'A customer, known by phone number.' })
export class Profile extends Node {
  @Field(() => PhoneNumber, { simple: true, description: 'The number that identifies the person.' })
  phoneNumber!: string

  @Field(() => String, { simple: true, nullable: true, description: 'Name.' })
  name!: string | null

  @Field(() => EmailAddress, { simple: true, nullable: true, description: 'E-mail address.' })
  email!: string | null

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: "The integrator's own id for the person.",
  })
  externalId!: string | null

  @Field(() => Location, {
    simple: true,
    nullable: true,
    description: 'Where the person is; null if nothing is known.',
  })
  location!: Location | null

  @Field(() => TimeZone, {
    simple: true,
    nullable: true,
    description:
      'The time zone that the person lives by: as told by an integrator, else that of the location, else that of the phone number where it has exactly one. Null if unknown (R25).',
  })
  timeZone!: string | null

  @Field(() => Consent, { simple: true, description: 'Whether the person agreed to be texted.' })
  consent!: Consent

  @Field(() => Boolean, { simple: true, description: 'Whether the person is blocked (R29).' })
  isBlocked!: boolean

  @Field(() => DateTime, { simple: true, nullable: true, description: 'Since when; null if not blocked.' })
  blockedAt!: string | null

  @Field(() => Int, {
    simple: true,
    description: 'Texts of the person that were kept from view since then (B8); 0 if not blocked.',
  })
  blockedMessageCount!: number

  @Field(() => DateTime, { simple: true, description: 'When the account first knew of the person.' })
  createdAt!: string
}

export interface ProfileRow extends Profile {
  rowId: string
  unreachableAt: string | null
  blockedByRowId: string | null
  /** What the time zone and quiet hours follow from. */
  place: Place
  /** Creation time, or that of the block, to the microsecond, for cursors; only on rows of a page of profiles. */
  cursorAt?: string
}

@ObjectType({ description: 'A profile in a list.' })
export class ProfileEdge extends Edge<ProfileRow>(() => Profile) {}

@ObjectType({ description: 'A page of profiles.' })
export class ProfileConnection extends Connection<ProfileRow>(
  () => ProfileEdge,
  () => Profile,
) {
  /** How to count the whole list. */
  count!: () => Promise<number>
}
