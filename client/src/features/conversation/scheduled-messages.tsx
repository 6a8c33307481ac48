import CalendarClock from 'lucide-react/icons/calendar-clock'
import CirclePause from 'lucide-react/icons/circle-pause'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useNow } from '../../components/use-now.ts'
import type { MessageBubbleFragment } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'
import { clockTime, dayHeading, daysBetween, fullTime } from '../../lib/time.ts'
import { MessageBubble } from './message-bubble.tsx'
import { whose } from './message-line.tsx'
import { useScheduledActions } from './use-scheduled-actions.ts'

const words = strings.scheduled

/** More than these would push the conversation itself off the screen. */
const shownAtOnce = 3

/** When a message goes out, in words, by the agent's clock. */
const when = (iso: string, now: number): string => {
  if (Date.parse(iso) <= now) return words.overdue
  const days = daysBetween(now, Date.parse(iso))
  if (days === 0) return words.today(clockTime(iso))
  return days === 1 ? words.tomorrow(clockTime(iso)) : words.on(dayHeading(iso, now), clockTime(iso))
}

type ScheduledMessagesProps = {
  messages: readonly MessageBubbleFragment[]
  /** What to call the customer. */
  name: string
  viewerId?: string
}

/** What is still to go out, set apart at the end of the thread, the soonest first (B4). */
export const ScheduledMessages = ({ messages, name, viewerId }: ScheduledMessagesProps) => {
  const [all, setAll] = useState(false)
  if (messages.length === 0) return null
  const shown = all ? messages : messages.slice(0, shownAtOnce)
  return (
    <section
      aria-label={words.heading}
      data-testid="scheduled-messages"
      className="mt-4 border-t border-dashed border-line-strong pt-3"
    >
      <h2 className="flex items-center justify-end gap-1.5 text-xs font-medium text-muted">
        <CalendarClock aria-hidden className="size-3.5" />
        {words.heading}
      </h2>
      {shown.map((message) => (
        <ScheduledMessage
          key={message.id}
          message={message}
          name={name}
          who={whose(message, name, viewerId)}
        />
      ))}
      {shown.length < messages.length && (
        <div className="flex justify-end pt-2">
          <Button onClick={() => setAll(true)}>{words.showAll(messages.length)}</Button>
        </div>
      )}
    </section>
  )
}

type ScheduledMessageProps = { message: MessageBubbleFragment; name: string; who: string }

const ScheduledMessage = ({ message, name, who }: ScheduledMessageProps) => {
  const now = useNow()
  const { scheduledAt, heldReason } = message
  const waits = heldReason === 'PERSON_WROTE'
  return (
    <div className="flex flex-col items-end gap-1 pt-2 pl-[15%]" data-testid="scheduled-message">
      <MessageBubble message={message} />
      {!waits && scheduledAt && (
        <p className="px-1 text-right text-xs text-muted">
          <time dateTime={scheduledAt} title={fullTime(scheduledAt)}>
            {words.plannedBy(who, when(scheduledAt, now))}
          </time>
        </p>
      )}
      {heldReason && (
        <p
          className={`flex max-w-96 items-start gap-1.5 rounded-xl px-3 py-2 text-xs ${waits ? 'bg-warn-soft text-warn' : 'bg-hover text-muted'}`}
        >
          <CirclePause aria-hidden className="mt-px size-3.5 shrink-0" />
          {words.held[heldReason](name)}
        </p>
      )}
      {message.kind === 'REPLY' && (
        <Actions id={message.id} releasable={waits} isDue={!scheduledAt || Date.parse(scheduledAt) <= now} />
      )}
    </div>
  )
}

const Actions = ({ id, releasable, isDue }: { id: string; releasable: boolean; isDue: boolean }) => {
  const actions = useScheduledActions(id)
  return (
    <div className="flex gap-2">
      <Button look="plain" disabled={actions.busy} onClick={() => void actions.cancel()}>
        {words.cancel}
      </Button>
      {releasable && (
        <Button disabled={actions.busy} onClick={() => void actions.release()}>
          {isDue ? words.sendNow : words.keep}
        </Button>
      )}
    </div>
  )
}
