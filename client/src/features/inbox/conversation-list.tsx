import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ListSkeleton } from '../../components/skeleton.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { strings } from '../../lib/strings.ts'
import { ConversationRow } from './conversation-row.tsx'
import { EmptyList } from './empty-list.tsx'
import { type InboxView, inboxPath, viewFilter } from './inbox-view.ts'
import { useConversationList } from './use-conversation-list.ts'
import { useListKeys } from './use-list-keys.ts'
import { useShownOrder } from './use-shown-order.ts'

const rowHeight = 76
const nearTheEnd = 15

const rowId = (target: EventTarget): string | null =>
  target instanceof Element
    ? (target.closest('[data-conversation]')?.getAttribute('data-conversation') ?? null)
    : null

type ConversationListProps = {
  view: InboxView
  conversationId?: string
  /** A number that people can text, told while nobody has. */
  number?: string
  /** Called when the agent dwells on a row, with the conversation's id: it may be the next one opened. */
  onPeek: (id: string) => void
}
type Nodes = NonNullable<ReturnType<typeof useConversationList>['nodes']>

/** The rows of a view: virtual, paged, live. */
export const ConversationList = ({ view, conversationId, number, onPeek }: ConversationListProps) => {
  const filter = useMemo(() => viewFilter(view), [view])
  const list = useConversationList(filter)
  if (list.failed) return <Trouble onRetry={list.reload} />
  if (!list.nodes) return <ListSkeleton />
  if (list.nodes.length === 0 && !list.hasMore) return <EmptyList view={view} number={number} />
  return (
    <Rows
      key={JSON.stringify(filter)}
      nodes={list.nodes}
      view={view}
      conversationId={conversationId}
      loadingMore={list.loadingMore}
      loadMore={list.loadMore}
      onPeek={onPeek}
    />
  )
}

type RowsProps = {
  nodes: Nodes
  view: InboxView
  conversationId?: string
  loadingMore: boolean
  loadMore: () => void
  onPeek: (id: string) => void
}

/** Waits until the pointer or the focus rests, in milliseconds, so that passing over rows asks for nothing. */
const dwell = 60

const usePeek = (target: string | null, onPeek: (id: string) => void): void => {
  useEffect(() => {
    if (target === null) return
    const timer = setTimeout(() => onPeek(target), dwell)
    return () => clearTimeout(timer)
  }, [target, onPeek])
}

const Rows = ({ nodes, view, conversationId, loadingMore, loadMore, onPeek }: RowsProps) => {
  const scroller = useRef<HTMLDivElement>(null)
  const [held, setHeld] = useState<string | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  usePeek(focused ?? held, onPeek)
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes])
  const ids = useMemo(() => nodes.map((node) => node.id), [nodes])
  const order = useShownOrder(ids, held, scroller, rowHeight)
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => order[index] ?? index,
    overscan: 6,
    paddingEnd: 8,
  })
  const reachable = useListKeys(order, conversationId, scroller, (index) => virtual.scrollToIndex(index))
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0

  useEffect(() => {
    if (last >= order.length - nearTheEnd) loadMore()
  }, [last, order.length, loadMore])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it watches where pointer and focus rest; the links act
    <div
      ref={scroller}
      className="scroller h-full"
      onPointerOver={(event) => setHeld(event.pointerType === 'mouse' ? rowId(event.target) : null)}
      onPointerLeave={() => setHeld(null)}
      onFocus={(event) => setFocused(rowId(event.target))}
      onBlur={() => setFocused(null)}
      data-testid="conversation-list"
    >
      <ul aria-label={strings.list.label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const node = byId.get(order[row.index] ?? '')
          return (
            node && (
              <li
                key={row.key}
                aria-setsize={order.length}
                aria-posinset={row.index + 1}
                className="absolute inset-x-0 top-0 flex flex-col justify-center"
                style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
              >
                <ConversationRow
                  row={node}
                  href={inboxPath(view, node.id)}
                  selected={node.id === conversationId}
                  reachable={node.id === reachable}
                />
              </li>
            )
          )
        })}
      </ul>
      {loadingMore && <p className="sr-only">{strings.list.loadingMore}</p>}
    </div>
  )
}
