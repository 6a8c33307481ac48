import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, apiScopes, roles } from './platform/auth/actor.ts'
import { AppError } from './platform/errors.ts'
import { may, type Right } from './platform/graphql/rights.ts'
import { newId } from './platform/ids.ts'
import { buildSchema } from './schema.ts'
import { agentOf, buildAccount, buildUser } from './test/build.ts'
import { type GraphqlRig, startGraphqlRig } from './test/graphql-rig.ts'

let rig: GraphqlRig
let actors: [name: string, actor: Actor][]
let accountId: string
const schema = buildSchema()

beforeAll(async () => {
  rig = await startGraphqlRig()
  accountId = (await buildAccount(rig.world.owner)).accountId
  const ofRoles = roles.map(async (role): Promise<[string, Actor]> => {
    const userId = await buildUser(rig.world.owner, accountId, role)
    return [role, agentOf(accountId, userId, role)]
  })
  const ofScopes = apiScopes.map((scope): [string, Actor] => [
    `a key with ${scope}`,
    { kind: 'apiKey', accountId, apiKeyId: newId(), scopes: [scope] },
  ])
  actors = [...(await Promise.all(ofRoles)), ...ofScopes]
})
afterAll(() => rig.close())

/** A value of a type that passes validation, and finds or makes nothing. */
const sampleOf = (type: GraphQLInputType): string => {
  if (isNonNullType(type)) return sampleOf(type.ofType)
  if (isListType(type)) return '[]'
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null'
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field: GraphQLInputField) =>
      isRequiredInputField(field),
    )
    return `{ ${fields.map((field) => `${field.name}: ${sampleOf(field.type)}`).join(', ')} }`
  }
  return { Int: '1', Boolean: 'true', JSONObject: '{}' }[type.name] ?? '"x"'
}

const documentOf = (operation: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string => {
  const required = field.args.filter((argument: GraphQLArgument) => isRequiredArgument(argument))
  const given = required.map(({ name, type }) => `${name}: ${sampleOf(type)}`).join(', ')
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'
  return `${operation} { ${field.name}${given && `(${given})`} ${selection} }`
}

const isForbidden = async (actor: Actor, document: string): Promise<boolean> => {
  const { errors } = await rig.ask(actor, document)
  const origin = errors?.[0]?.originalError
  return origin instanceof AppError && origin.code === 'FORBIDDEN'
}

const fields = (['query', 'mutation'] as const).flatMap((operation) => {
  const type = operation === 'query' ? schema.getQueryType() : schema.getMutationType()
  return Object.values(type?.getFields() ?? {}).map(
    (field) => [`${operation} ${field.name}`, operation, field] as const,
  )
})

describe('R1, R2: whoever lacks the right is refused, and nobody else', () => {
  test.each(fields)('%s', async (_, operation, field) => {
    const document = documentOf(operation, field)
    const right = field.extensions.right as Right
    const refused: string[] = []
    for (const [name, actor] of actors) if (await isForbidden(actor, document)) refused.push(name)
    expect(refused).toEqual(actors.filter(([, actor]) => !may(actor, right)).map(([name]) => name))
  })
})

/** Who may change what (product.md, the contract's scopes), said once more apart from the code that decides it. */
const who: Record<string, string[]> = {
  updateInboxSettings: ['OWNER', 'ADMIN', 'MANAGER', 'a key with MANAGE'],
  updateAccount: ['OWNER', 'ADMIN', 'MANAGER', 'a key with MANAGE'],
  createApiKey: ['OWNER', 'ADMIN'],
  revokeApiKey: ['OWNER', 'ADMIN'],
  createUser: ['OWNER', 'ADMIN'],
  updateUserRole: ['OWNER', 'ADMIN'],
  removeUser: ['OWNER', 'ADMIN'],
}

test.each(Object.entries(who))('R2: %s is for %j alone', async (name, allowed) => {
  const field = schema.getMutationType()?.getFields()[name]
  if (!field) throw new Error(`there is no mutation ${name}`)
  const document = documentOf('mutation', field)
  const passed: string[] = []
  for (const [who, actor] of actors) if (!(await isForbidden(actor, document))) passed.push(who)
  expect(passed).toEqual(allowed)
})

test('R2: Support reads the settings; R1: roles without the inbox don’t', async () => {
  const passed: string[] = []
  for (const [who, actor] of actors)
    if (!(await isForbidden(actor, '{ settings { shortenLinks } account { name } }'))) passed.push(who)
  expect(passed).toEqual(['OWNER', 'ADMIN', 'MANAGER', 'SUPPORT', 'a key with READ'])
})
