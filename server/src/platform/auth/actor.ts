/** What a signed-in person is (R1, R2). */
export const roles = [
  'OWNER',
  'ADMIN',
  'MANAGER',
  'SUPPORT',
  'ANALYST',
  'CAMPAIGN_COORDINATOR',
  'CONTENT_CREATOR',
] as const
export type Role = (typeof roles)[number]

/** What an API key may do; each scope gives only its own (contract). */
export const apiScopes = ['READ', 'REPLY', 'MANAGE', 'INGEST'] as const
export type ApiScope = (typeof apiScopes)[number]

export interface UserActor {
  kind: 'user'
  accountId: string
  userId: string
  role: Role
  sessionId: string
}
export interface KeyActor {
  kind: 'apiKey'
  accountId: string
  apiKeyId: string
  scopes: ApiScope[]
}
/** Parley itself: the carrier's webhooks, jobs, sweeps and the CLI, inside one account. */
export interface SystemActor {
  kind: 'system'
  accountId: string
}

/** On whose behalf something is done. It belongs to exactly one account, and so does all that it can reach (R3). */
export type Actor = UserActor | KeyActor | SystemActor
