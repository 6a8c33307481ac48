import AlarmClock from 'lucide-react/icons/alarm-clock'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Hand from 'lucide-react/icons/hand'
import Hourglass from 'lucide-react/icons/hourglass'
import { memo } from 'react'
import { Link } from 'wouter'
import { Avatar } from '../../components/avatar.tsx'
import { useNow } from '../../components/use-now.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { ConversationRowFragment } from '../../graphql/generated/graphql.ts'
import { type FragmentType, unmask } from '../../graphql/generated/index.ts'
import { displayName } from '../../lib/phone.ts'
import { strings } from '../../lib/strings.ts'
import { firstLine } from '../../lib/text.ts'
import { duration, fullTime, shortTime } from '../../lib/time.ts'

/** One conversation as a row of the list shows it. */
export const ConversationRowFragmentDoc = graphql(`
  fragment ConversationRow on Conversation {
    id
    status
    isUnread
    isBackFromSnooze
    snoozedUntil
    lastMessageAt
    listPosition
    waitingSince
    possibleOptOut
    profile {
      id
      name
      phoneNumber
    }
    lastMessage {
      id
      text
      direction
      kind
      status
      hiddenMediaCount
    }
  }
`)

const words = strings.list
const worthTelling = 30 * 60_000

const Snippet = ({ message }: { message: ConversationRowFragment['lastMessage'] }) => {
  if (!message) return words.noMessages
  const text =
    firstLine(message.text) ||
    // Nothing else is sent without a word. Which pictures they are would make every list dearer to ask for.
    (message.hiddenMediaCount > 0 ? words.attachments(message.hiddenMediaCount) : words.attachment)
  return message.kind === 'REPLY' ? (
    <>
      <span className="text-faint">{words.you}</span> {text}
    </>
  ) : (
    text
  )
}

const Marks = ({ row, now }: { row: ConversationRowFragment; now: number }) => {
  const waited = row.waitingSince && row.status === 'OPEN' ? now - Date.parse(row.waitingSince) : 0
  const status = row.lastMessage?.status
  const failed = status === 'FAILED' || status === 'UNDELIVERED'
  return (
    <span className="ml-auto flex shrink-0 items-center gap-1.5 text-xs">
      {failed && <CircleAlert role="img" aria-label={words.failed} className="size-3.5 text-danger" />}
      {status === 'UNKNOWN' && (
        <CircleAlert role="img" aria-label={words.uncertain} className="size-3.5 text-warn" />
      )}
      {row.possibleOptOut && (
        <Hand role="img" aria-label={words.possibleOptOut} className="size-3.5 text-warn" />
      )}
      {row.status === 'SNOOZED' && row.snoozedUntil && (
        <AlarmClock
          role="img"
          aria-label={words.snoozedUntil(fullTime(row.snoozedUntil))}
          className="size-3.5 text-faint"
        />
      )}
      {waited > worthTelling && (
        <span
          className="inline-flex items-center gap-1 rounded-md bg-warn-soft px-1.5 py-px font-medium text-warn"
          role="img"
          aria-label={words.waitingLabel(duration(waited))}
          title={words.waitingLabel(duration(waited))}
        >
          <Hourglass aria-hidden className="size-3" />
          {duration(waited)}
        </span>
      )}
    </span>
  )
}

type ConversationRowProps = {
  row: FragmentType<typeof ConversationRowFragmentDoc>
  href: string
  selected: boolean
  /** Whether the Tab key reaches this row: one of the list does, the keys J and K move on from it. */
  reachable: boolean
}

/** A row: who, what they last said, when, and whether anyone has read it. */
export const ConversationRow = memo(({ row: masked, href, selected, reachable }: ConversationRowProps) => {
  const row = unmask(ConversationRowFragmentDoc, masked)
  const now = useNow()
  const name = displayName(row.profile)
  return (
    <Link
      href={href}
      data-conversation={row.id}
      data-status={row.status}
      data-unread={row.isUnread}
      aria-current={selected ? 'true' : undefined}
      tabIndex={reachable ? 0 : -1}
      className={`row-button group mx-2 flex h-[4.5rem] items-center gap-3 rounded-xl pr-3 pl-1.5 ${selected ? 'bg-selected' : 'hover:bg-hover'}`}
    >
      <span className="flex shrink-0 items-center gap-1.5">
        <span className={`size-2 rounded-full ${row.isUnread ? 'bg-unread' : ''}`}>
          {row.isUnread && <span className="sr-only">{words.unread}.</span>}
        </span>
        <Avatar id={row.profile.id} name={row.profile.name ?? ''} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={`truncate ${row.isUnread ? 'font-semibold' : 'font-medium'}`}>{name}</span>
          <time
            dateTime={row.lastMessageAt}
            title={fullTime(row.lastMessageAt)}
            className={`ml-auto shrink-0 text-xs tabular-nums ${row.isUnread ? 'text-text' : 'text-faint'}`}
          >
            {shortTime(row.lastMessageAt, now)}
          </time>
        </span>
        <span className="flex items-center gap-2">
          <span className={`truncate ${row.isUnread ? 'text-text' : 'text-muted'}`}>
            <Snippet message={row.lastMessage} />
          </span>
          <Marks row={row} now={now} />
        </span>
        {row.isBackFromSnooze && (
          <span
            data-testid="back-from-snooze"
            className="flex items-center gap-1 text-xs font-medium text-accent-text"
          >
            <AlarmClock aria-hidden className="size-3" />
            {words.backFromSnooze}
          </span>
        )}
      </span>
    </Link>
  )
})
