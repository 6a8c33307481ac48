/** Whether the account may text a person (R6). Backed by the append-only ledger (R18). */
export type ConsentState = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NEVER_SUBSCRIBED'

/** How a change of consent came about (R18). */
export type ConsentMethod = 'KEYWORD' | 'CARRIER' | 'IMPORT' | 'API' | 'AGENT'
