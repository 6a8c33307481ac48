import {
  type GraphQLResolveInfo,
  type GraphQLSchema,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { Extensions, Authorized as Guarded } from 'type-graphql'
import type { Actor, ApiScope, Role } from '../auth/actor.ts'
import { AppError } from '../errors.ts'

/**
 * What a root field asks of the actor. `ANY`: to be signed in. `READ`, `REPLY`: the inbox (R1). `SETTINGS_READ`,
 * `MANAGE`: settings (R2). `KEYS`: users and API keys (R2). `INGEST`: data from other systems (R41).
 */
export type Right = 'ANY' | 'READ' | 'REPLY' | 'SETTINGS_READ' | 'MANAGE' | 'KEYS' | 'INGEST'

const inboxRoles: Role[] = ['OWNER', 'ADMIN', 'MANAGER', 'SUPPORT']
const managers: Role[] = ['OWNER', 'ADMIN', 'MANAGER']

const granted: Record<Exclude<Right, 'ANY'>, { roles: Role[]; scope: ApiScope | null }> = {
  READ: { roles: inboxRoles, scope: 'READ' },
  REPLY: { roles: inboxRoles, scope: 'REPLY' },
  SETTINGS_READ: { roles: inboxRoles, scope: 'READ' },
  MANAGE: { roles: managers, scope: 'MANAGE' },
  // By Owner and Admin sessions, never by a key (contract).
  KEYS: { roles: ['OWNER', 'ADMIN'], scope: null },
  INGEST: { roles: managers, scope: 'INGEST' },
}

/** Whether the actor has the right: by role for a user (R1, R2), by scope for an API key, always for Parley itself. */
export const may = (actor: Actor, right: Right): boolean => {
  if (right === 'ANY' || actor.kind === 'system') return true
  const { roles, scope } = granted[right]
  if (actor.kind === 'user') return roles.includes(actor.role)
  return scope !== null && actor.scopes.includes(scope)
}

const needed: Record<Exclude<Right, 'ANY'>, string> = {
  READ: 'Only Owner, Admin, Manager and Support can use the inbox',
  REPLY: 'Only Owner, Admin, Manager and Support can use the inbox',
  SETTINGS_READ: 'Only Owner, Admin, Manager and Support can see the settings',
  MANAGE: 'Only Owner, Admin and Manager can change the settings',
  KEYS: 'Only Owner and Admin can manage users and API keys, when signed in themselves',
  INGEST: 'Only Owner, Admin and Manager can bring in data',
}

/** Throws FORBIDDEN, in plain words, unless the actor has the right. */
export const demand = (actor: Actor, right: Right): void => {
  if (right === 'ANY' || may(actor, right)) return
  const { scope } = granted[right]
  const ofKey = scope ? `This API key lacks the scope ${scope}` : needed[right]
  throw new AppError('FORBIDDEN', actor.kind === 'apiKey' ? ofKey : needed[right])
}

/** Names the right that a root field needs; a test fails on a root field that names none (architecture, rule 4). */
export const Authorized = (right: Right): MethodDecorator => {
  const guard = Guarded<Right>(right)
  const label = Extensions({ right })
  return (target, key, descriptor) => {
    guard(target, key, descriptor)
    label(target, key, descriptor)
  }
}

/**
 * Names the right that a field inside of others needs: where a mutation answers with a person or conversation, a key
 * that may not read gets those themselves, not what lies behind them (`demandWithin`).
 */
export const NeedsWithin = (right: Right): MethodDecorator => Extensions({ right })

/**
 * Throws FORBIDDEN if what a mutation is to answer with needs a right that an API key lacks: before anything is done,
 * since an error in an answer would read as if nothing had been.
 */
export const demandWithin = (actor: Actor, { schema, operation, fragments }: GraphQLResolveInfo): void => {
  if (actor.kind !== 'apiKey' || operation.operation !== OperationTypeNode.MUTATION) return
  const types = new TypeInfo(schema)
  const Field = (): void => {
    const right = types.getFieldDef()?.extensions.right as Right | undefined
    if (right) demand(actor, right)
  }
  for (const node of [operation, ...Object.values(fragments)])
    visit(node, visitWithTypeInfo(types, { Field }))
}

/** The same for a field of the schema's Subscription type, which is checked once, when a client subscribes. */
export const demandSubscription = (schema: GraphQLSchema, actor: Actor, field: string): void => {
  const right = schema.getSubscriptionType()?.getFields()[field]?.extensions.right
  if (!right) throw new Error(`the subscription ${field} names no right`)
  demand(actor, right as Right)
}
