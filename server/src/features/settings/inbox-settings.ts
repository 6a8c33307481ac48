/** How opt-out words in a text are recognised (R16). */
export type { OptOutMatching } from '../consent/keywords.ts'
