import { useCallback, useRef, useState } from 'react'
import { useClient } from 'urql'
import { graphql } from '../../graphql/generated/gql.ts'

const OlderMessagesQuery = graphql(`
  query OlderMessages($id: ID!, $before: String) {
    conversation(id: $id) {
      id
      messages(last: 50, before: $before) {
        nodes {
          id
          ...MessageBubble
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  }
`)

/** Fetches the page before the oldest message shown (R10); the cache joins it to the thread. */
export const useOlderMessages = (
  id: string,
  page: { hasPreviousPage: boolean; startCursor?: string | null },
) => {
  const client = useClient()
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const asked = useRef<string | null>(null)
  const before = page.startCursor ?? null

  const load = useCallback(async () => {
    if (!page.hasPreviousPage || before === null || asked.current === before) return
    asked.current = before
    setState('loading')
    const result = await client.query(OlderMessagesQuery, { id, before }).toPromise()
    setState(result.error ? 'failed' : 'idle')
  }, [client, id, before, page.hasPreviousPage])

  const retry = useCallback(() => {
    asked.current = null
    void load()
  }, [load])

  return { load, retry, state }
}
