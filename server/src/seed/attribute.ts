import { after, hour } from './clock.ts'
import type { Draft } from './draft.ts'

/** The contract's `AttributionReason`. */
export type AttributionReason =
  | 'ATTRIBUTED'
  | 'NO_PRIOR_MESSAGE'
  | 'LAST_MESSAGE_NOT_MARKETING'
  | 'OUTSIDE_WINDOW'
  | 'NOT_FIRST_REPLY'
  | 'KEYWORD'

export interface Attribution {
  sourceId: string | null
  reason: AttributionReason | null
}

const denied = (reason: AttributionReason): Attribution => ({ sourceId: null, reason })

const attribute = (
  draft: Draft,
  lastOut: Draft | undefined,
  isFirst: boolean,
  windowHours: number,
): Attribution => {
  if (draft.origin === 'KEYWORD') return denied('KEYWORD')
  if (!lastOut) return denied('NO_PRIOR_MESSAGE')
  if (!lastOut.source) return denied('LAST_MESSAGE_NOT_MARKETING')
  if (after(lastOut.at, windowHours * hour) < draft.at) return denied('OUTSIDE_WINDOW')
  return isFirst ? { sourceId: lastOut.source.id, reason: 'ATTRIBUTED' } : denied('NOT_FIRST_REPLY')
}

/** R38, over one person's texts in their order: the source of each inbound one, or why it has none. */
export const attributions = (drafts: Draft[], windowHours: number): Attribution[] => {
  let lastOut: Draft | undefined
  let isFirst = true
  return drafts.map((draft) => {
    if (draft.direction === 'OUTBOUND') {
      lastOut = draft
      isFirst = true
      return { sourceId: null, reason: null }
    }
    const attribution = attribute(draft, lastOut, isFirst, windowHours)
    if (draft.origin === 'CONVERSATION') isFirst = false
    return attribution
  })
}
