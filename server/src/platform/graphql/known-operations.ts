import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DocumentNode, FormattedExecutionResult } from 'graphql'
import { LRUCache } from 'lru-cache'

/** Characters of documents that are remembered. */
const MOST_CHARACTERS = 4 * 1024 * 1024
const MOST_MEDIA_TYPES = 100

interface KnownDocument {
  document: DocumentNode
  /** Of its one operation. */
  name: string | null
}

/** What of a request the executor needs. */
export interface KnownOperation {
  document: DocumentNode
  variables: Record<string, unknown> | undefined
  /** As Apollo chose it for the same `Accept`. */
  contentType: string
}

/**
 * Remembers what Apollo found good: documents it has validated, and which media type it answers an `Accept` header
 * with. A request with nothing new in it has nothing left to ask of Apollo, whose way through its pipeline costs a
 * tenth of a page's CPU. Whatever is unusual (extensions, several operations in a document, GET) is none.
 */
export class KnownOperations {
  private readonly documents = new LRUCache<string, KnownDocument>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_known, query) => query.length,
  })
  private readonly mediaTypes = new Map<string, string>()

  /** Takes a document that Apollo has validated. */
  learnDocument(query: string, document: DocumentNode): void {
    const operations = document.definitions.filter(({ kind }) => kind === 'OperationDefinition')
    const [operation] = operations
    if (operations.length !== 1 || operation?.kind !== 'OperationDefinition') return
    if (operation.operation === 'subscription') return
    this.documents.set(query, { document, name: operation.name?.value ?? null })
  }

  /** Takes the media type of an answer that Apollo gave. */
  learnMediaType({ headers }: FastifyRequest, reply: FastifyReply): void {
    const contentType = reply.getHeader('content-type')
    if (reply.statusCode !== 200 || typeof contentType !== 'string') return
    // Clients send the same few; who makes up others goes on being Apollo's.
    if (this.mediaTypes.size >= MOST_MEDIA_TYPES) return
    this.mediaTypes.set(headers.accept ?? '', contentType)
  }

  /** The operation of a request in which all is known; null for one that is Apollo's. */
  find({ method, headers, body }: FastifyRequest): KnownOperation | null {
    // JSON alone: Apollo's guard against forgery by other sites counts on the browser's asking first.
    if (method !== 'POST' || !headers['content-type']?.startsWith('application/json')) return null
    const contentType = this.mediaTypes.get(headers.accept ?? '')
    if (contentType === undefined || !isPlain(body)) return null
    const known = this.documents.get(body.query)
    if (!known || (body.operationName != null && body.operationName !== known.name)) return null
    return { document: known.document, variables: body.variables ?? undefined, contentType }
  }
}

interface PlainBody {
  query: string
  operationName?: string | null
  variables?: Record<string, unknown> | null
}

const isPlain = (body: unknown): body is PlainBody => {
  if (typeof body !== 'object' || body === null || 'extensions' in body) return false
  if (!('query' in body) || typeof body.query !== 'string') return false
  return !('variables' in body) || (typeof body.variables === 'object' && !Array.isArray(body.variables))
}

/** HTTP status of a result. Without data nothing was executed: the variables were wrong. */
export const statusOf = ({ data }: FormattedExecutionResult): number => (data === undefined ? 400 : 200)
