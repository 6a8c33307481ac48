import { defineEntity, p } from '@mikro-orm/core'

const AccountSchema = defineEntity({
  name: 'Account',
  tableName: 'accounts',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    organizationPrefix: p.text(),
    contactEmail: p.text().nullable(),
    timeZone: p.text().default('America/New_York'),
    attributionWindowHours: p.integer().default(24),
    shopifyShop: p.text().nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
  },
})

/** One business (tenant). Everything belongs to exactly one. */
export class Account extends AccountSchema.class {}
AccountSchema.setClass(Account)
