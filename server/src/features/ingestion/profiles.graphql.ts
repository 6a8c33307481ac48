import { Field, InputType, ObjectType } from 'type-graphql'
import { EmailAddress, JSONObject, PhoneNumber, TimeZone } from '../../platform/graphql/scalars.ts'
import { ProfileResult } from '../profiles/profile-payload.graphql.ts'
import { IN_ORDER } from './bulk-descriptions.ts'

const SAID = 'Left out: stays as it is. Null: is cleared.'

@InputType({ description: `Where a person is. ${SAID}` })
export class LocationInput {
  @Field(() => String, { nullable: true, description: 'City, up to 200 characters.' })
  city?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'State or region, by code or name. It decides on quiet hours (R25).',
  })
  region?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Country: its ISO 3166-1 code (`US`) or its English name. COUNTRY_INVALID for what is neither.',
  })
  country?: string | null

  @Field(() => TimeZone, {
    nullable: true,
    description: 'IANA time zone. It decides on quiet hours before all else (R25). TIME_ZONE_INVALID.',
  })
  timeZone?: string | null
}

@InputType({ description: `What is known of a person. ${SAID}` })
export class ProfileInput {
  @Field(() => PhoneNumber, {
    description: 'The number that identifies the person. PHONE_NUMBER_INVALID for what is none.',
  })
  phoneNumber!: string

  @Field(() => String, {
    nullable: true,
    description:
      'Your own id for the person, up to 200 characters. EXTERNAL_ID_TAKEN if another profile has it.',
  })
  externalId?: string | null

  @Field(() => String, { nullable: true, description: 'Name, up to 200 characters.' })
  name?: string | null

  @Field(() => EmailAddress, {
    nullable: true,
    description: 'E-mail address. EMAIL_INVALID for what is none.',
  })
  email?: string | null

  @Field(() => LocationInput, { nullable: true, description: 'Where the person is; null clears all of it.' })
  location?: LocationInput | null

  @Field(() => JSONObject, {
    nullable: true,
    description:
      'Anything else. Keys that are named get their values, those named with null go, others stay; null for all clears all. Up to 16 KiB of JSON afterwards: PROPERTIES_TOO_LARGE.',
  })
  properties?: Record<string, unknown> | null
}

@ObjectType({ description: 'What became of profiles.' })
export class UpsertProfilesPayload {
  @Field(() => [ProfileResult], { simple: true, description: IN_ORDER })
  results!: ProfileResult[]
}
