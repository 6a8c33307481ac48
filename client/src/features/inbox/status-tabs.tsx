import { useQuery } from 'urql'
import { Link } from 'wouter'
import { graphql } from '../../graphql/generated/gql.ts'
import type { ConversationStatus } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'
import { type InboxView, inboxPath } from './inbox-view.ts'

/** How many conversations stand in each status; asked again when the live feed tells of a change. */
export const StatusCountsQuery = graphql(`
  query StatusCounts {
    open: conversations(first: 1, filter: { status: [OPEN] }) {
      totalCount
    }
    snoozed: conversations(first: 1, filter: { status: [SNOOZED] }) {
      totalCount
    }
    closed: conversations(first: 1, filter: { status: [CLOSED] }) {
      totalCount
    }
  }
`)

const number = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })
const words = strings.list

/** The counts by status; undefined until they are known. */
export const useStatusCounts = (): Record<ConversationStatus, number> | undefined => {
  const [{ data }] = useQuery({ query: StatusCountsQuery })
  return (
    data && { OPEN: data.open.totalCount, SNOOZED: data.snoozed.totalCount, CLOSED: data.closed.totalCount }
  )
}

type ViewLinksProps = { view: InboxView; conversationId?: string }

const order: readonly ConversationStatus[] = ['OPEN', 'SNOOZED', 'CLOSED']

/** Open · Snoozed · Closed. Links, because the view lives in the URL. */
export const StatusTabs = ({ view, conversationId }: ViewLinksProps) => {
  const counts = useStatusCounts()
  return (
    <nav aria-label={words.statuses} className="flex items-center gap-1 px-3 pb-2">
      {order.map((status) => (
        <Link
          key={status}
          href={inboxPath({ ...view, status }, conversationId)}
          aria-current={view.status === status ? 'page' : undefined}
          className="flex h-8 items-center gap-1.5 rounded-lg px-2.5 font-medium text-muted hover:bg-hover hover:text-text aria-[current]:bg-accent-soft aria-[current]:text-accent-text"
        >
          {words.status[status]}{' '}
          <span className="min-w-3 text-xs font-normal tabular-nums">
            {counts ? number.format(counts[status]) : ''}
          </span>
        </Link>
      ))}
    </nav>
  )
}

/** Shows the unread ones only; a link, too. */
export const UnreadSwitch = ({ view, conversationId }: ViewLinksProps) => (
  <Link
    href={inboxPath({ ...view, unread: !view.unread }, conversationId)}
    role="switch"
    aria-checked={view.unread}
    aria-label={words.unreadOnlyLabel}
    className="flex h-8 items-center gap-1.5 rounded-lg px-2.5 font-medium text-muted hover:bg-hover hover:text-text aria-checked:bg-accent-soft aria-checked:text-accent-text"
  >
    <span className="size-2 rounded-full bg-unread" />
    {words.unreadOnly}
  </Link>
)
