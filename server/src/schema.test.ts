import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { projectRoot } from './env.ts'
import type { Actor, Role } from './platform/auth/actor.ts'
import { apiScopes, roles } from './platform/auth/actor.ts'
import { may, type Right } from './platform/graphql/rights.ts'
import { buildSchema, printedSchema } from './schema.ts'

const schema = buildSchema()
const rootTypes = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
const rootFields = rootTypes.flatMap((type) =>
  Object.values(type?.getFields() ?? {}).map((field) => ({ type, field })),
)

test('the committed schema.graphql is that of the code (`npm run schema` writes it)', async () => {
  expect(await readFile(resolve(projectRoot, 'schema.graphql'), 'utf8')).toBe(printedSchema())
})

describe('rights', () => {
  test.each(rootFields.map(({ type, field }) => [`${type?.name}.${field.name}`, field] as const))(
    'R1: %s names the right that it needs',
    (_, field) => {
      expect(field.extensions.right).toMatch(/^(ANY|READ|REPLY|SETTINGS_READ|MANAGE|KEYS|INGEST)$/)
    },
  )

  const user = (role: Role): Actor => ({ kind: 'user', accountId: 'a', userId: 'u', sessionId: 's', role })
  const granted = (actor: Actor): Right[] =>
    (['READ', 'REPLY', 'SETTINGS_READ', 'MANAGE', 'KEYS', 'INGEST'] as const).filter((right) =>
      may(actor, right),
    )

  test('R1, R2: what each role may', () => {
    const all = ['READ', 'REPLY', 'SETTINGS_READ', 'MANAGE', 'KEYS', 'INGEST']
    expect(Object.fromEntries(roles.map((role) => [role, granted(user(role))]))).toEqual({
      OWNER: all,
      ADMIN: all,
      MANAGER: ['READ', 'REPLY', 'SETTINGS_READ', 'MANAGE', 'INGEST'],
      SUPPORT: ['READ', 'REPLY', 'SETTINGS_READ'],
      ANALYST: [],
      CAMPAIGN_COORDINATOR: [],
      CONTENT_CREATOR: [],
    })
  })

  test('each scope of an API key gives only its own, and none gives keys', () => {
    const key = (scope: (typeof apiScopes)[number]): Actor => ({
      kind: 'apiKey',
      accountId: 'a',
      apiKeyId: 'k',
      scopes: [scope],
    })
    expect(Object.fromEntries(apiScopes.map((scope) => [scope, granted(key(scope))]))).toEqual({
      READ: ['READ', 'SETTINGS_READ'],
      REPLY: ['REPLY'],
      MANAGE: ['MANAGE'],
      INGEST: ['INGEST'],
    })
  })
})

test('R39: every type, field, argument, input and enum value is described', () => {
  const roots: (string | undefined)[] = rootTypes.map((type) => type?.name)
  const bare: string[] = []
  const look = (name: string, described: { description?: string | null }): void => {
    if (!described.description) bare.push(name)
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || !('astNode' in type)) continue
    if (!roots.includes(type.name)) look(type.name, type)
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value)
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field)
      if ('args' in field) for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg)
    }
  }
  expect(bare).toEqual([])
})

test('lists are bounded: every connection takes a page size', () => {
  const unbounded: string[] = []
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const isConnection = getNamedType(field.type).name.endsWith('Connection')
      if (isConnection && !field.args.some(({ name }) => name === 'first' || name === 'last'))
        unbounded.push(`${type.name}.${field.name}`)
    }
  }
  expect(unbounded).toEqual([])
})
