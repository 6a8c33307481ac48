import { useCallback, useRef, useState } from 'react'
import { useClient, useQuery } from 'urql'
import { graphql } from '../../graphql/generated/gql.ts'
import type { ConversationFilter } from '../../graphql/generated/graphql.ts'

const ConversationListQuery = graphql(`
  query ConversationList($filter: ConversationFilter) {
    conversations(first: 50, filter: $filter) {
      nodes {
        id
        ...ConversationRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

const MoreConversationsQuery = graphql(`
  query MoreConversations($filter: ConversationFilter, $after: String) {
    conversations(first: 50, after: $after, filter: $filter) {
      nodes {
        id
        ...ConversationRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** One list of conversations: its rows so far, kept current by the cache, and how to get more. */
export const useConversationList = (filter: ConversationFilter) => {
  const client = useClient()
  const [{ data, error, fetching }, reload] = useQuery({
    query: ConversationListQuery,
    variables: { filter },
  })
  const [loadingMore, setLoadingMore] = useState(false)
  const asked = useRef<string | null>(null)
  const after = data?.conversations.pageInfo.endCursor ?? null
  const hasMore = data?.conversations.pageInfo.hasNextPage ?? false

  const loadMore = useCallback(async () => {
    if (!hasMore || after === null || asked.current === after) return
    asked.current = after
    setLoadingMore(true)
    const result = await client.query(MoreConversationsQuery, { filter, after }).toPromise()
    if (result.error) asked.current = null
    setLoadingMore(false)
  }, [client, filter, after, hasMore])

  return {
    nodes: data?.conversations.nodes,
    failed: error !== undefined && data === undefined,
    fetching,
    hasMore,
    loadingMore,
    loadMore,
    reload: () => reload({ requestPolicy: 'network-only' }),
  }
}
