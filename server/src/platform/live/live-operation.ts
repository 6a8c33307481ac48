import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql'
import type { Actor } from '../auth/actor.ts'
import { rightsOf } from '../auth/rights-of.ts'
import { type LiveField, liveEvents, resumeFrom, type StartEvents } from './live-events.ts'

/** A subscription as a client sends it. */
export interface LiveRequest {
  query: string
  document: DocumentNode
  operationName: string | null
  variables: Record<string, unknown>
}

/** A subscription, understood: which field, with what arguments, and who else asks the very same. */
export interface LiveOperation extends LiveRequest {
  field: LiveField
  /** The sequence that the client resumes from. */
  after: number | null
  startEvents: StartEvents
  /** Equal where the same event has the same answer: same account, rights, selection and variables. */
  groupKey: string
}

/** Reads a validated subscription. Throws a GraphQLError or AppError for variables and arguments that don't fit. */
export const readOperation = (schema: GraphQLSchema, actor: Actor, request: LiveRequest): LiveOperation => {
  const operation = getOperationAST(request.document, request.operationName)
  const root = operation && rootField(operation)
  const definition = root && schema.getSubscriptionType()?.getFields()[root.name.value]
  if (!operation || !root || !definition)
    throw new GraphQLError('Name the one subscription field at the root, outside of fragments.')
  const { coerced, errors } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    request.variables,
  )
  if (errors?.[0]) throw errors[0]
  const args = getArgumentValues(definition, root, coerced)
  const field = root.name.value as LiveField
  return {
    ...request,
    field,
    after: resumeFrom(args.after),
    startEvents: liveEvents(field, args),
    groupKey: groupKey(actor, operation, root, request),
  }
}

const rootField = (operation: OperationDefinitionNode): FieldNode | undefined =>
  operation.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD)

const groupKey = (
  actor: Actor,
  operation: OperationDefinitionNode,
  root: FieldNode,
  request: LiveRequest,
): string => {
  const resume = resumeVariable(operation, root)
  const variables = Object.entries(request.variables).filter(([name]) => name !== resume)
  return JSON.stringify([
    actor.accountId,
    rightsOf(actor),
    request.operationName,
    request.query,
    variables.sort(),
  ])
}

/** The variable that is the cursor to resume from, and nothing else: it sets where a client starts, not what it hears. */
const resumeVariable = (operation: OperationDefinitionNode, root: FieldNode): string | null => {
  const after = root.arguments?.find((argument) => argument.name.value === 'after')?.value
  if (after?.kind !== Kind.VARIABLE) return null
  let uses = 0
  visit(operation.selectionSet, {
    Variable: (node) => {
      if (node.name.value === after.name.value) uses += 1
    },
  })
  return uses === 1 ? after.name.value : null
}
