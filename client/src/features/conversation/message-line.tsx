import { memo } from 'react'
import type { MessageBubbleFragment } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'
import { clockTime, fullTime } from '../../lib/time.ts'
import { DeliveryState, needsAttention } from './delivery-state.tsx'
import { momentOf } from './group-messages.ts'
import { MessageBubble } from './message-bubble.tsx'

const words = strings.thread
const settled = ['SENT', 'DELIVERED', 'RECEIVED']

/** Whose words these are: a campaign's or flow's by its name, an automatic answer's by its kind. */
const sourceLabel = (message: MessageBubbleFragment): string | null => {
  if (message.kind === 'CUSTOMER' || message.kind === 'REPLY') return null
  const kind = words.kinds[message.kind]
  return message.source ? words.fromSource(kind, message.source.name) : kind
}

/** Who a message is from, in words; `name` is what to call the customer. */
export const whose = (message: MessageBubbleFragment, name: string, viewerId?: string): string => {
  if (message.direction === 'INBOUND') return name
  if (message.kind !== 'REPLY') return sourceLabel(message) ?? words.teammate
  if (message.sentBy && message.sentBy.id === viewerId) return words.you
  return message.sentBy?.name ?? words.teammate
}

type MessageLineProps = {
  message: MessageBubbleFragment
  /** What to call the customer. */
  name: string
  viewerId?: string
  startsGroup: boolean
  endsGroup: boolean
  /** Whether it is the thread's last reply: below it, as below any that isn't settled, stands how its delivery goes. */
  isLastOwn: boolean
}

/** One message; the first of its sender says whose it is, the last when it came and how it fared. */
export const MessageLine = memo((props: MessageLineProps) => {
  const { message, name, viewerId, startsGroup, endsGroup } = props
  const inbound = message.direction === 'INBOUND'
  const state = !inbound && (props.isLastOwn || !settled.includes(message.status))
  const troubled = needsAttention(message)
  const calm = state && !troubled
  const at = momentOf(message)
  return (
    <div
      className={`flex flex-col gap-0.5 ${inbound ? 'items-start pr-[15%]' : 'items-end pl-[15%]'} ${startsGroup ? 'pt-2' : 'pt-0.5'}`}
    >
      {startsGroup && <Opening message={message} who={whose(message, name, viewerId)} />}
      <MessageBubble message={message} />
      {state && troubled && <DeliveryState message={message} />}
      {(endsGroup || calm) && (
        <div className="flex flex-wrap items-center gap-x-1.5 px-1 text-xs text-faint">
          {endsGroup && message.kind === 'REPLY' && (
            <>
              <span>{whose(message, name, viewerId)}</span>
              <span aria-hidden>·</span>
            </>
          )}
          {endsGroup && <time dateTime={at}>{clockTime(at)}</time>}
          {endsGroup && calm && <span aria-hidden>·</span>}
          {calm && <DeliveryState message={message} />}
        </div>
      )}
    </div>
  )
})

const Opening = ({ message, who }: { message: MessageBubbleFragment; who: string }) => {
  const label = sourceLabel(message)
  const answered = message.attribution?.reason === 'ATTRIBUTED' ? message.attribution.source : null
  return (
    <>
      <span className="sr-only">{words.said(who, fullTime(momentOf(message)))}</span>
      {label && <p className="px-1 text-xs font-medium text-accent-text">{label}</p>}
      {answered && <p className="px-1 text-xs text-faint">{words.answerTo(answered.name)}</p>}
    </>
  )
}
