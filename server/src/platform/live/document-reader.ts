import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql'
import { LRUCache } from 'lru-cache'
import { pageBudget } from '../graphql/page-budget.ts'

const MOST_TOKENS = 5_000
const KEPT = 500

/** A document, or what is wrong with it. */
export type ReadDocument =
  | { document: DocumentNode; errors?: undefined }
  | { document?: undefined; errors: GraphQLError[] }

/** Parses and validates documents as over HTTP, and keeps them: the clients of an account send the same few. */
export const createDocumentReader = (schema: GraphQLSchema): ((query: string) => ReadDocument) => {
  const kept = new LRUCache<string, ReadDocument>({ max: KEPT })
  return (query) => {
    const known = kept.get(query)
    if (known) return known
    const read = readDocument(schema, query)
    kept.set(query, read)
    return read
  }
}

const readDocument = (schema: GraphQLSchema, query: string): ReadDocument => {
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: MOST_TOKENS })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return { errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] }
  }
  const errors = validate(schema, document, [...specifiedRules, pageBudget])
  if (errors.length === 0) return { document }
  return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
}

/** An error of the request with `extensions.code`, unless it has one. */
export const withCode = (error: GraphQLError, code: string): GraphQLError => {
  const { message, nodes, source, positions, path, originalError, extensions } = error
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    path,
    originalError,
    extensions: { code, ...extensions },
  })
}
