import ArrowDown from 'lucide-react/icons/arrow-down'
import { Fragment, type ReactNode, useMemo, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { useNow } from '../../components/use-now.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { MessageBubbleFragment } from '../../graphql/generated/graphql.ts'
import { type FragmentType, unmask } from '../../graphql/generated/index.ts'
import { displayName } from '../../lib/phone.ts'
import { strings } from '../../lib/strings.ts'
import { dayHeading, daysBetween } from '../../lib/time.ts'
import { groupMessages, momentOf } from './group-messages.ts'
import { MessageBubbleFragmentDoc } from './message-bubble.tsx'
import { MessageLine } from './message-line.tsx'
import { splitScheduled } from './scheduled.ts'
import { ScheduledMessages } from './scheduled-messages.tsx'
import { useMarkSeen } from './use-mark-seen.ts'
import { useOlderMessages } from './use-older-messages.ts'
import { useThreadScroll } from './use-thread-scroll.ts'

/** The messages of a conversation, the last 50 at first (R10). */
export const ThreadFragmentDoc = graphql(`
  fragment Thread on Conversation {
    id
    isUnread
    isBackFromSnooze
    waitingSince
    profile {
      id
      name
      phoneNumber
    }
    messages(last: 50) {
      nodes {
        id
        ...MessageBubble
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
    }
    scheduledMessages {
      id
      ...MessageBubble
    }
  }
`)

const words = strings.thread

const heading = (at: string, now: number): string => {
  const days = daysBetween(Date.parse(at), now)
  if (days === 0) return words.today
  return days === 1 ? words.yesterday : dayHeading(at, now)
}

const Divider = ({ children, mark }: { children: string; mark?: boolean }) => (
  <div
    data-new-mark={mark ? '' : undefined}
    className={`flex items-center gap-3 py-2 text-xs font-medium ${mark ? 'text-accent-text' : 'text-faint'}`}
  >
    <span className="h-px flex-1 bg-line" />
    {children}
    <span className="h-px flex-1 bg-line" />
  </div>
)

type ThreadProps = {
  conversation: FragmentType<typeof ThreadFragmentDoc>
  viewerId?: string
  /** What comes after the last message: replies on their way. */
  trailing: (messages: readonly MessageBubbleFragment[]) => ReactNode
}

/** The first message that the agent has not answered, when the thread was opened unread. */
const useNewMark = (
  messages: readonly MessageBubbleFragment[],
  isUnread: boolean,
  waitingSince?: string | null,
) => {
  const mark = useRef<string | null | undefined>(undefined)
  if (mark.current === undefined) {
    const since = waitingSince ?? ''
    const first = messages.find((message) => message.direction === 'INBOUND' && message.createdAt >= since)
    mark.current = isUnread && waitingSince ? (first?.id ?? null) : null
  }
  return mark.current
}

/** A conversation's messages by day and sender; render it with the conversation's id as its key. */
export const Thread = ({ conversation: masked, viewerId, trailing }: ThreadProps) => {
  const conversation = unmask(ThreadFragmentDoc, masked)
  const loaded = unmask(MessageBubbleFragmentDoc, conversation.messages.nodes)
  const listed = unmask(MessageBubbleFragmentDoc, conversation.scheduledMessages)
  const { past: messages, scheduled } = useMemo(() => splitScheduled(loaded, listed), [loaded, listed])
  const scroller = useRef<HTMLDivElement>(null)
  const ids = useMemo(() => messages.map((message) => message.id), [messages])
  const newMark = useNewMark(messages, conversation.isUnread, conversation.waitingSince)
  const older = useOlderMessages(conversation.id, conversation.messages.pageInfo)
  const last = messages.at(-1)
  const scroll = useThreadScroll({
    scroller,
    ids,
    lastIsOwn: last?.sentBy != null && last.sentBy.id === viewerId,
    onNearTop: older.load,
  })
  const lastInbound = messages.findLast((message) => message.direction === 'INBOUND')
  useMarkSeen(conversation, lastInbound?.id, scroll.atBottom)
  const name = displayName(conversation.profile)

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={words.messages}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="scroller h-full [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        <div className="mx-auto flex min-h-full max-w-3xl flex-col justify-end px-4 py-4 md:px-6">
          <Beginning page={conversation.messages.pageInfo} older={older} empty={loaded.length === 0} />
          <Lines messages={messages} name={name} viewerId={viewerId} newMark={newMark} />
          {trailing(loaded)}
          <ScheduledMessages messages={scheduled} name={name} viewerId={viewerId} />
        </div>
      </div>
      {!scroll.atBottom && <ToBottom unseen={scroll.unseen} onClick={scroll.toBottom} />}
    </div>
  )
}

type LinesProps = {
  messages: readonly MessageBubbleFragment[]
  name: string
  viewerId?: string
  newMark: string | null
}

const Lines = ({ messages, name, viewerId, newMark }: LinesProps) => {
  const now = useNow()
  const placed = useMemo(() => groupMessages(messages), [messages])
  const lastOwn = messages.findLast(({ kind, status }) => kind === 'REPLY' && status !== 'CANCELED')?.id
  return placed.map(({ message, startsDay, startsGroup, endsGroup }) => (
    <Fragment key={message.id}>
      {startsDay && <Divider>{heading(momentOf(message), now)}</Divider>}
      {message.id === newMark && <Divider mark>{words.newDivider}</Divider>}
      <MessageLine
        message={message}
        name={name}
        viewerId={viewerId}
        startsGroup={startsGroup}
        endsGroup={endsGroup}
        isLastOwn={message.id === lastOwn}
      />
    </Fragment>
  ))
}

const ToBottom = ({ unseen, onClick }: { unseen: number; onClick: () => void }) => (
  <Button
    onClick={onClick}
    aria-label={unseen === 0 ? words.toBottom : undefined}
    className="appear absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-float"
  >
    <ArrowDown aria-hidden className="size-4" />
    {unseen > 0 && words.newPill(unseen)}
  </Button>
)

type BeginningProps = {
  page: { hasPreviousPage: boolean }
  older: ReturnType<typeof useOlderMessages>
  empty: boolean
}

const Beginning = ({ page, older, empty }: BeginningProps) => {
  if (older.state === 'failed') {
    return (
      <p role="alert" className="flex items-center justify-center gap-3 py-3 text-muted">
        {words.olderFailed} <Button onClick={older.retry}>{strings.trouble.retry}</Button>
      </p>
    )
  }
  if (page.hasPreviousPage) {
    return (
      <p className="py-3 text-center text-xs text-faint">
        {older.state === 'loading' ? words.loadingOlder : '\u00a0'}
      </p>
    )
  }
  return <p className="py-3 text-center text-xs text-faint">{empty ? words.noMessages : words.start}</p>
}
