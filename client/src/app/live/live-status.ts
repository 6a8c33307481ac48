import { createStore } from '../../lib/store.ts'

/** What the agent may believe of the screen: that it is current, or not, and what is being done about it. */
export type LiveState = 'connecting' | 'live' | 'lost' | 'catching-up'

/** The state of the one live connection, shown in the rail and, when it is bad, in a bar. */
export const liveState = createStore<LiveState>('connecting')
