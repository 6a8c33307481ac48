import { useMemo } from 'react'
import { useSearch } from 'wouter'
import type { ConversationFilter, ConversationStatus } from '../../graphql/generated/graphql.ts'

/** What of the inbox is shown; it lives in the URL (R37). */
export type InboxView = { status: ConversationStatus; unread: boolean }

const statuses: Record<string, ConversationStatus> = { snoozed: 'SNOOZED', closed: 'CLOSED' }

/** Reads the view from a URL's query; what it doesn't say is open, read and unread. */
export const parseView = (search: string): InboxView => {
  const parameters = new URLSearchParams(search)
  return {
    status: statuses[parameters.get('status') ?? ''] ?? 'OPEN',
    unread: parameters.get('unread') === '1',
  }
}

/** The URL's query for a view, with its question mark; empty for the default view. */
export const viewSearch = (view: InboxView): string => {
  const parameters = new URLSearchParams()
  if (view.status !== 'OPEN') parameters.set('status', view.status.toLowerCase())
  if (view.unread) parameters.set('unread', '1')
  const search = parameters.toString()
  return search && `?${search}`
}

/** The path of the inbox, with or without an open conversation, in a view. */
export const inboxPath = (view: InboxView, conversationId?: string): string =>
  `/inbox${conversationId ? `/${encodeURIComponent(conversationId)}` : ''}${viewSearch(view)}`

/** The filter that the API takes for a view. */
export const viewFilter = (view: InboxView): ConversationFilter => ({
  status: [view.status],
  ...(view.unread ? { unread: true } : {}),
})

/** The view of the current URL. */
export const useInboxView = (): InboxView => {
  const search = useSearch()
  return useMemo(() => parseView(search), [search])
}
