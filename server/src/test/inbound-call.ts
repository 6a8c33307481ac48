import { type InboundCall, inboundCallOf } from '../features/carrier/inbound/inbound-call.ts'
import { newId } from '../platform/ids.ts'
import { inboundParams } from './webhook-rig.ts'

/** A text's webhook as it is once it was verified and parsed. */
export const inboundCall = (to: string, from: string, text: string): InboundCall => {
  const params = inboundParams(to, from, text)
  return inboundCallOf({
    id: newId(),
    kind: 'INBOUND',
    carrierMessageId: params.MessageUUID ?? '',
    messageId: null,
    raw: new URLSearchParams(params).toString(),
    path: '/webhooks/plivo/inbound',
    receivedAt: new Date(),
  })
}
