import {
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLError,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'

const DEEPEST = 20
/** Rows that one operation may ask for, as its page sizes say, lists within lists multiplied. */
const MOST_ROWS = 20_000
/** What a page size counts that is a variable, and the most that any may be. */
const LARGEST_PAGE = 100

const pageArguments = new Set(['first', 'last', 'ids'])

/** How many rows a field may give for each of its parents: 1, or the size of its page. */
const rowsOf = (type: GraphQLCompositeType, field: FieldNode): number => {
  if (!isObjectType(type) && !isInterfaceType(type)) return 1
  const paged = type.getFields()[field.name.value]?.args.find(({ name }) => pageArguments.has(name))
  if (!paged) return 1
  const value = field.arguments?.find(({ name }) => name.value === paged.name)?.value
  if (!value) return typeof paged.defaultValue === 'number' ? paged.defaultValue : LARGEST_PAGE
  return value.kind === Kind.INT ? Math.min(Number(value.value), LARGEST_PAGE) : LARGEST_PAGE
}

interface Walk {
  context: ValidationContext
  rows: number
  /** Fragments that the path goes through: a cycle is another rule's error. */
  within: Set<string>
}

const walk = (
  walked: Walk,
  type: GraphQLCompositeType,
  selections: SelectionSetNode,
  depth: number,
  times: number,
): void => {
  if (depth > DEEPEST || walked.rows > MOST_ROWS) return
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) walkField(walked, type, selection, depth, times)
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      walk(
        walked,
        conditionOf(walked, selection.typeCondition?.name.value) ?? type,
        selection.selectionSet,
        depth,
        times,
      )
    } else walkSpread(walked, selection.name.value, depth, times)
  }
}

const conditionOf = ({ context }: Walk, name: string | undefined): GraphQLCompositeType | undefined => {
  const type = name === undefined ? undefined : context.getSchema().getType(name)
  return isCompositeType(type) ? type : undefined
}

const walkSpread = (walked: Walk, name: string, depth: number, times: number): void => {
  const fragment = walked.context.getFragment(name)
  const type = fragment && conditionOf(walked, fragment.typeCondition.name.value)
  if (!fragment || !type || walked.within.has(name)) return
  walked.within.add(name)
  walk(walked, type, fragment.selectionSet, depth, times)
  walked.within.delete(name)
}

const walkField = (
  walked: Walk,
  type: GraphQLCompositeType,
  field: FieldNode,
  depth: number,
  times: number,
): void => {
  if (!field.selectionSet || field.name.value.startsWith('__')) return
  const definition =
    isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined
  const inner = definition && getNamedType(definition.type)
  if (!isCompositeType(inner)) return
  const rows = times * rowsOf(type, field)
  walked.rows += rows
  if (depth === DEEPEST) {
    walked.context.reportError(
      new GraphQLError(`The operation is more than ${DEEPEST} levels deep`, { nodes: field }),
    )
  }
  walk(walked, inner, field.selectionSet, depth + 1, rows)
}

/**
 * Bounds what one document can make the server do: at most 20 levels, and at most 20,000 rows if every page came back
 * full. Runs once for a document, at its validation.
 */
export const pageBudget: ValidationRule = (context) => ({
  OperationDefinition: (operation) => {
    const type = context.getSchema().getRootType(operation.operation)
    if (!type) return
    const walked: Walk = { context, rows: 0, within: new Set() }
    walk(walked, type, operation.selectionSet, 1, 1)
    if (walked.rows > MOST_ROWS) {
      const message = `The operation may ask for more than ${MOST_ROWS} rows: make its pages smaller, or fewer`
      context.reportError(new GraphQLError(message, { nodes: operation }))
    }
  },
})
