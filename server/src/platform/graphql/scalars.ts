import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { GraphQLJSONObject } from 'graphql-scalars'

const text = (name: string, value: unknown): string => {
  if (typeof value === 'string') return value
  throw new GraphQLError(`${name} must be given as a string`)
}

/**
 * A scalar that is a string on the wire. As input it takes any string: what is malformed is a `userErrors` item
 * with its path, said by the action that reads it (contract). As output, rows hold it in its final form.
 */
const stringScalar = (
  name: string,
  description: string,
  specifiedByURL?: string,
): GraphQLScalarType<string, unknown> =>
  new GraphQLScalarType<string, unknown>({
    name,
    description,
    specifiedByURL,
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
    parseValue: (value) => text(name, value),
    parseLiteral: (node) => text(name, node.kind === Kind.STRING ? node.value : undefined),
  })

export const DateTime = stringScalar(
  'DateTime',
  'A moment, ISO 8601 in UTC with milliseconds: `2026-11-23T12:00:00.000Z`. As input any offset will do.',
  'https://scalars.graphql.org/andimarek/date-time.html',
)
export const PhoneNumber = stringScalar(
  'PhoneNumber',
  'A phone number in E.164: `+15550001000`. As input `+` and digits, with any spaces, dots, dashes or brackets.',
)
export const EmailAddress = stringScalar('EmailAddress', 'An e-mail address: `owner@parley.test`.')
export const URLScalar = stringScalar('URL', 'An absolute http(s) address.')
export const TimeZone = stringScalar('TimeZone', 'An IANA time zone: `America/New_York`.')
export const Decimal = stringScalar('Decimal', 'A decimal number as a string, exact: `19.99`.')
export const CurrencyCode = stringScalar('CurrencyCode', 'An ISO 4217 code: `USD`.')
export const JSONObject = new GraphQLScalarType({
  ...GraphQLJSONObject.toConfig(),
  name: 'JSONObject',
  description: 'A JSON object, as it is.',
})
