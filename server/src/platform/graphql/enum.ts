import { registerEnumType } from 'type-graphql'

/**
 * A GraphQL enum for a union of strings: names and values are the same, so that rows need no translation. `values`
 * gives each its description, and the compiler sees to it that none is missing.
 */
export const apiEnum = <Value extends string>(
  name: string,
  description: string,
  values: Record<Value, string>,
): Record<Value, Value> => {
  const names = Object.keys(values) as Value[]
  const asEnum = Object.fromEntries(names.map((value) => [value, value])) as Record<Value, Value>
  const valuesConfig = Object.fromEntries(
    names.map((value) => [value, { description: values[value] }]),
  ) as Record<Value, { description: string }>
  registerEnumType<Record<Value, Value>>(asEnum, { name, description, valuesConfig })
  return asEnum
}
