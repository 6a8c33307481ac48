import { defineEntity, p } from '@mikro-orm/core'

export type SenderType = 'LONG_CODE' | 'TOLL_FREE' | 'SHORT_CODE' | 'ALPHANUMERIC'

const SenderSchema = defineEntity({
  name: 'Sender',
  tableName: 'senders',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    address: p.text(),
    type: p.text().$type<SenderType>(),
    createdAt: p.datetime().onCreate(() => new Date()),
  },
})

/** A number or branded ID that the account sends from. An alphanumeric one can't receive (R7). */
export class Sender extends SenderSchema.class {
  get canReceive(): boolean {
    return this.type !== 'ALPHANUMERIC'
  }
}
SenderSchema.setClass(Sender)
