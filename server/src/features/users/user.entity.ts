import { defineEntity, p } from '@mikro-orm/core'
import type { Role } from '../../platform/auth/actor.ts'

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    authUserId: p.text().nullable(),
    name: p.text(),
    email: p.text(),
    role: p.text().$type<Role>(),
    createdAt: p.datetime().onCreate(() => new Date()),
    removedAt: p.datetime().nullable(),
  },
})

/** A person who signs in, or did: a removed one stays as the author of messages and consent changes. */
export class User extends UserSchema.class {}
UserSchema.setClass(User)
