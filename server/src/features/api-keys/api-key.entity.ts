import { defineEntity, p } from '@mikro-orm/core'
import type { ApiScope } from '../../platform/auth/actor.ts'

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    name: p.text(),
    scopes: p.array<ApiScope>(),
    prefix: p.text(),
    secretHash: p.blob(),
    createdBy: p.uuid().nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
    revokedAt: p.datetime().nullable(),
  },
})

/** A key that an integrator signs in with. Of its secret only the hash is kept. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey)
