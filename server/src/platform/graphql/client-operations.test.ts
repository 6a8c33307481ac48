import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../env.ts'
import { agentOf, buildAccount, buildConversation, buildMessage } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import type { Actor } from '../auth/actor.ts'
import { newId, toGlobalId } from '../ids.ts'

const clientSource = join(projectRoot, 'client/src')

const readDefinitions = async (): Promise<(OperationDefinitionNode | FragmentDefinitionNode)[]> => {
  const names = await readdir(clientSource, { recursive: true })
  const sources = names.filter((name) => /\.tsx?$/.test(name) && !/(generated|\.test\.)/.test(name))
  const texts = await Promise.all(sources.map((name) => readFile(join(clientSource, name), 'utf8')))
  return texts
    .flatMap((text) =>
      [...text.matchAll(/graphql\(`([^`]*)`\)/g)].map(([, document]) => parse(document ?? '')),
    )
    .flatMap(({ definitions }) => definitions)
    .filter((one) => one.kind === Kind.OPERATION_DEFINITION || one.kind === Kind.FRAGMENT_DEFINITION)
}

const definitions = await readDefinitions()

/** The operation with the fragments that it spreads, and those that they do. */
const documentOf = (operation: OperationDefinitionNode): DocumentNode => {
  const used = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation])
  for (const definition of used) {
    visit(definition, {
      FragmentSpread: ({ name }) => {
        const fragment = definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name.value,
        )
        if (fragment) used.add(fragment)
      },
    })
  }
  return { kind: Kind.DOCUMENT, definitions: [...used] }
}

const operationsOf = (kind: string): [string, DocumentNode][] =>
  definitions
    .filter((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === kind)
    .map((one) => [one.name?.value ?? '', documentOf(one as OperationDefinitionNode)])

let rig: GraphqlRig
let actor: Actor
let variables: Record<string, unknown>
let event: Record<string, unknown>

beforeAll(async () => {
  rig = await startGraphqlRig()
  const account = await buildAccount(rig.world.owner)
  actor = agentOf(account.accountId, newId())
  const person = { name: 'Ana', city: 'Austin', region: 'TX', time_zone: 'America/Chicago' }
  const { profileId, conversationId } = await buildConversation(
    rig.world.owner,
    account,
    { is_unread: true },
    person,
  )
  const failed = { status: 'FAILED', failure_code: '30' }
  const messageId = await buildMessage(rig.world.owner, account, profileId, failed)
  await rig.world.owner.query('update conversations set last_message_id = $1 where id = $2', [
    messageId,
    conversationId,
  ])
  variables = { id: toGlobalId('Conversation', conversationId), filter: { status: ['OPEN'], unread: true } }
  event = { cursor: '1', kind: 'MESSAGE_CHANGED', unreadCount: 1, conversationId, messageId, profileId }
})
afterAll(() => rig.close())

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const answersAlike = async (document: DocumentNode, rootValue?: unknown): Promise<void> => {
  expect(validate(rig.schema, document)).toEqual([])
  const contextValue = rig.contextOf(actor)
  const expected = await execute({
    schema: rig.schema,
    document,
    variableValues: variables,
    contextValue,
    rootValue,
  })
  expect(expected.errors).toBeUndefined()
  for (const time of [1, 2, 3]) {
    const answer = await rig.executor.execute({
      document,
      variables,
      contextValue: rig.contextOf(actor),
      rootValue,
    })
    expect(plain(answer), `time ${time}`).toEqual(plain(expected))
  }
}

describe('every operation of the client is answered alike by compiled execution and by graphql-js', () => {
  test.each(operationsOf('query'))('query %s', (_, document) => answersAlike(document))
  test.each(operationsOf('subscription'))('subscription %s, one event', (_, document) =>
    answersAlike(document, { ...event }),
  )
  test.each(operationsOf('mutation'))('mutation %s is valid', (_, document) => {
    expect(validate(rig.schema, document)).toEqual([])
  })

  test('there are some', () => {
    expect(operationsOf('query').length).toBeGreaterThan(4)
    expect(operationsOf('subscription').length).toBeGreaterThan(0)
  })
})
