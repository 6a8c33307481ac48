import { defineEntity, p } from '@mikro-orm/core'
import type { ConsentMethod, ConsentState } from './consent.ts'

const ConsentChangeSchema = defineEntity({
  name: 'ConsentChange',
  tableName: 'consent_changes',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    profileId: p.uuid(),
    phoneHash: p.blob(),
    at: p.datetime(),
    fromState: p.text().$type<ConsentState>(),
    toState: p.text().$type<ConsentState>(),
    method: p.text().$type<ConsentMethod>(),
    evidence: p.text().nullable(),
    rule: p.text().nullable(),
    byUserId: p.uuid().nullable(),
    byApiKeyId: p.uuid().nullable(),
    recordedAt: p.datetime().nullable(),
  },
})

/** A line of the consent ledger (R18). The database refuses to change or delete one. */
export class ConsentChange extends ConsentChangeSchema.class {}
ConsentChangeSchema.setClass(ConsentChange)
