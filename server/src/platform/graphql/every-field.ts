import {
  type DocumentNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

/** `type` is the composite type that the field gives, or null for a leaf. */
export type JudgeField = (parent: string, field: string, type: string | null) => boolean

/** Whether a judgement holds for every field that a document selects, fragments included. */
export const everyField = (schema: GraphQLSchema, document: DocumentNode, judge: JudgeField): boolean => {
  const info = new TypeInfo(schema)
  let holds = true
  const Field = {
    enter: (node: { name: { value: string } }) => {
      const parent = info.getParentType()?.name
      const type = getNamedType(info.getType())
      holds &&=
        parent !== undefined &&
        Boolean(type) &&
        judge(parent, node.name.value, isLeafType(type) ? null : (type?.name ?? null))
    },
  }
  visit(document, visitWithTypeInfo(info, { Field }))
  return holds
}

/**
 * Makes a question about what an operation selects, for a resolver that reads less where less is asked. Answers are
 * kept with the operation's document.
 */
export const askOfOperation = (judge: JudgeField): ((info: GraphQLResolveInfo) => boolean) => {
  const answers = new WeakMap<OperationDefinitionNode, boolean>()
  return ({ schema, operation, fragments }) => {
    const known = answers.get(operation)
    if (known !== undefined) return known
    const definitions = [operation, ...Object.values(fragments)]
    const answer = everyField(schema, { kind: Kind.DOCUMENT, definitions }, judge)
    answers.set(operation, answer)
    return answer
  }
}
