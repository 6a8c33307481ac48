import { defineEntity, p } from '@mikro-orm/core'
import type { ConsentState } from '../consent/consent.ts'

const ProfileSchema = defineEntity({
  name: 'Profile',
  tableName: 'profiles',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    phoneNumber: p.text(),
    name: p.text().nullable(),
    email: p.text().nullable(),
    externalId: p.text().nullable(),
    city: p.text().nullable(),
    region: p.text().nullable(),
    country: p.text().nullable(),
    timeZone: p.text().nullable(),
    properties: p.json<Record<string, unknown>>().onCreate(() => ({})),
    consent: p.text().$type<ConsentState>().default('NEVER_SUBSCRIBED'),
    consentSince: p.datetime().nullable(),
    optedOutByCustomer: p.boolean().default(false),
    blockedAt: p.datetime().nullable(),
    blockedBy: p.uuid().nullable(),
    blockedMessageCount: p.integer().default(0),
    unreachableAt: p.datetime().nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
  },
})

/** A customer of one account, known by phone number. Consent changes only through the ledger (consent/). */
export class Profile extends ProfileSchema.class {}
ProfileSchema.setClass(Profile)
