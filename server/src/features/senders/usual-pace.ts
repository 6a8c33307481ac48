import type { SenderType } from './sender.entity.ts'

/** Campaign and flow messages a second, where nobody has said otherwise: what carriers grant at first. */
export const usualPace: Record<SenderType, number> = {
  LONG_CODE: 5,
  TOLL_FREE: 25,
  SHORT_CODE: 100,
  ALPHANUMERIC: 5,
}
