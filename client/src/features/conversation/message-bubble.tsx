import Paperclip from 'lucide-react/icons/paperclip'
import { memo } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import type { MessageBubbleFragment } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'
import { linkParts } from '../../lib/text.ts'
import { fullTime } from '../../lib/time.ts'

/** One message as the thread shows it. */
export const MessageBubbleFragmentDoc = graphql(`
  fragment MessageBubble on Message {
    id
    direction
    kind
    text
    hiddenMediaCount
    status
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
  if (message.kind !== 'REPLY') return 'bg-bubble-auto text-text rounded-br-md'
  const failed = message.status === 'FAILED' || message.status === 'UNDELIVERED'
  return failed
    ? 'bg-danger-soft text-text ring-1 ring-danger/40 rounded-br-md'
    : 'bg-bubble-out text-bubble-out-text rounded-br-md'
}

/** A text in its bubble, web addresses as links. */
export const MessageBubble = memo(({ message }: { message: MessageBubbleFragment }) => (
  <div
    title={fullTime(message.createdAt)}
    data-testid="message"
    className={`w-fit max-w-full rounded-2xl px-3.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere] ${look(message)}`}
  >
    {linkParts(message.text).map((part, index) =>
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
    )}
    {message.hiddenMediaCount > 0 && (
      <span className="mt-1 flex items-center gap-1.5 text-xs opacity-80">
        <Paperclip aria-hidden className="size-3.5" />
        {strings.thread.hiddenMedia(message.hiddenMediaCount)}
      </span>
    )}
  </div>
))
