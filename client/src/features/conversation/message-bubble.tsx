import Paperclip from 'lucide-react/icons/paperclip'
import { memo } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import type { MessageBubbleFragment } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'
import { linkParts } from '../../lib/text.ts'
import { fullTime } from '../../lib/time.ts'
import { momentOf } from './group-messages.ts'
import { Pictures } from './pictures.tsx'

/** One message as the thread shows it. */
export const MessageBubbleFragmentDoc = graphql(`
  fragment MessageBubble on Message {
    id
    direction
    kind
    text
    hiddenMediaCount
    media {
      id
      ...MessagePicture
    }
    status
    scheduledAt
    sentAt
    heldReason
    createdAt
    failure {
      code
      title
      detail
      retryable
    }
    sentBy {
      id
      name
    }
    source {
      id
      type
      name
    }
    attribution {
      reason
      source {
        id
        name
      }
    }
  }
`)

const look = (message: MessageBubbleFragment): string => {
  if (message.direction === 'INBOUND') return 'bg-bubble-in text-text rounded-bl-md'
  if (message.status === 'SCHEDULED' || message.status === 'CANCELED')
    return `border border-dashed border-line-strong rounded-br-md ${message.status === 'CANCELED' ? 'text-muted' : 'text-text'}`
  if (message.kind !== 'REPLY') return 'bg-bubble-auto text-text rounded-br-md'
  const failed = message.status === 'FAILED' || message.status === 'UNDELIVERED'
  return failed
    ? 'bg-danger-soft text-text ring-1 ring-danger/40 rounded-br-md'
    : 'bg-bubble-out text-bubble-out-text rounded-br-md'
}

/** A text, its web addresses as links. */
const Words = ({ text }: { text: string }) =>
  linkParts(text).map((part, index) =>
    part.href ? (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
        key={index}
        href={part.href}
        target="_blank"
        rel="noreferrer noopener"
        className="underline underline-offset-2"
      >
        {part.text}
      </a>
    ) : (
      part.text
    ),
  )

/** A message: its pictures, and its text in a bubble below them. */
export const MessageBubble = memo(({ message }: { message: MessageBubbleFragment }) => {
  const inbound = message.direction === 'INBOUND'
  const hasWords = message.text !== '' || message.hiddenMediaCount > 0 || message.media.length === 0
  return (
    <div
      title={fullTime(momentOf(message))}
      data-testid="message"
      className={`flex max-w-full flex-col gap-1 ${inbound ? 'items-start' : 'items-end'}`}
    >
      {message.media.length > 0 && <Pictures media={message.media} inbound={inbound} />}
      {hasWords && (
        <div
          className={`w-fit max-w-full rounded-2xl px-3.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere] ${look(message)}`}
        >
          <Words text={message.text} />
          {message.hiddenMediaCount > 0 && (
            <span className="mt-1 flex items-center gap-1.5 text-xs opacity-80">
              <Paperclip aria-hidden className="size-3.5" />
              {strings.thread.hiddenMedia(message.hiddenMediaCount)}
            </span>
          )}
        </div>
      )}
    </div>
  )
})
