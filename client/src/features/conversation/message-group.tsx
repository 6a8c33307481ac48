import { memo } from 'react'
import type { MessageBubbleFragment } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'
import { clockTime, fullTime } from '../../lib/time.ts'
import { DeliveryState } from './delivery-state.tsx'
import { MessageBubble } from './message-bubble.tsx'

const words = strings.thread
const settled = ['SENT', 'DELIVERED', 'RECEIVED']

/** Whose words these are: a campaign's or flow's by its name, an automatic answer's by its kind. */
const sourceLabel = (message: MessageBubbleFragment): string | null => {
  if (message.kind === 'CUSTOMER' || message.kind === 'REPLY') return null
  const kind = words.kinds[message.kind]
  return message.source ? words.fromSource(kind, message.source.name) : kind
}

const sender = (message: MessageBubbleFragment, name: string, viewerId?: string): string => {
  if (message.direction === 'INBOUND') return name
  if (message.kind !== 'REPLY') return sourceLabel(message) ?? words.teammate
  if (message.sentBy && message.sentBy.id === viewerId) return words.you
  return message.sentBy?.name ?? words.teammate
}

type MessageGroupProps = {
  messages: MessageBubbleFragment[]
  name: string
  viewerId?: string
  /** The last reply of the thread: below it, and below any that is not settled, stands how its delivery goes. */
  lastOwn?: string
}

/** Messages of one sender in a row, with one line that says who and when. */
export const MessageGroup = memo(({ messages, name, viewerId, lastOwn }: MessageGroupProps) => {
  const first = messages[0]
  const last = messages.at(-1)
  if (!first || !last) return null
  const inbound = first.direction === 'INBOUND'
  const who = sender(first, name, viewerId)
  const answered = inbound && first.attribution?.reason === 'ATTRIBUTED' ? first.attribution.source : null
  const label = sourceLabel(first)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      role="group"
      aria-label={words.said(who, fullTime(first.createdAt))}
      className={`flex flex-col gap-0.5 py-1.5 ${inbound ? 'items-start pr-[15%]' : 'items-end pl-[15%]'}`}
    >
      {label && <p className="px-1 text-xs font-medium text-accent-text">{label}</p>}
      {answered && <p className="px-1 text-xs text-faint">{words.answerTo(answered.name)}</p>}
      {messages.map((message) => (
        <div key={message.id} className={`flex max-w-full flex-col ${inbound ? 'items-start' : 'items-end'}`}>
          <MessageBubble message={message} />
          {!inbound && message !== last && !settled.includes(message.status) && (
            <div className="px-1 text-xs text-faint">
              <DeliveryState message={message} />
            </div>
          )}
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-x-1.5 px-1 text-xs text-faint">
        {!inbound && first.kind === 'REPLY' && <span>{who}</span>}
        {!inbound && first.kind === 'REPLY' && <span aria-hidden>·</span>}
        <time dateTime={last.createdAt}>{clockTime(last.createdAt)}</time>
        {!inbound && (last.id === lastOwn || !settled.includes(last.status)) && (
          <>
            <span aria-hidden>·</span>
            <DeliveryState message={last} />
          </>
        )}
      </div>
    </div>
  )
})
