import {
  type FieldNode,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql'

const fieldsOf = (
  { fragments }: GraphQLResolveInfo,
  name: string,
  selected: SelectionSetNode | undefined,
): FieldNode[] => {
  const within = (set: SelectionSetNode | undefined): FieldNode[] =>
    (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === 'InlineFragment') return within(selection.selectionSet)
      if (selection.kind === 'FragmentSpread') return within(fragments[selection.name.value]?.selectionSet)
      return selection.name.value === name ? [selection] : []
    })
  return within(selected)
}

/**
 * Makes a look ahead, for a resolver that can read what the field right below it will need together with its own: gives
 * that field's arguments, or null unless it is selected exactly once. Where it stands in a document is looked for once.
 */
export const argumentsBelow = (
  name: string,
): ((info: GraphQLResolveInfo) => Record<string, unknown> | null) => {
  const found = new WeakMap<FieldNode, FieldNode | null>()
  const find = (info: GraphQLResolveInfo, above: FieldNode): FieldNode | null => {
    const known = found.get(above)
    if (known !== undefined) return known
    const fields = fieldsOf(info, name, above.selectionSet)
    const field = (fields.length === 1 && fields[0]) || null
    found.set(above, field)
    return field
  }
  return (info) => {
    const [above, ...others] = info.fieldNodes
    const field = above && others.length === 0 ? find(info, above) : null
    const type = getNamedType(info.returnType)
    const definition = isObjectType(type) ? type.getFields()[name] : undefined
    return field && definition ? getArgumentValues(definition, field, info.variableValues) : null
  }
}
