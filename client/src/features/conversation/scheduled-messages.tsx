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

/** A moment in words, by the agent's clock. */
const when = (iso: string, now: number): string => {
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
  const { id, scheduledAt, heldReason } = message
  const waits = heldReason === 'PERSON_WROTE'
  const isDue = !scheduledAt || Date.parse(scheduledAt) <= now
  return (
    <div className="flex flex-col items-end gap-1 pt-3 pl-[15%]" data-testid="scheduled-message">
      <MessageBubble message={message} />
      {heldReason && (
        <p
          className={`flex max-w-96 items-start gap-1.5 rounded-xl px-3 py-2 text-xs ${waits ? 'bg-warn-soft text-warn' : 'bg-hover text-muted'}`}
        >
          <CirclePause aria-hidden className="mt-px size-3.5 shrink-0" />
          {words.held[heldReason](name)}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end gap-x-2 gap-y-1 pl-1 text-xs text-muted">
        {scheduledAt && (
          <time dateTime={scheduledAt} title={fullTime(scheduledAt)} className="text-right">
            {waits
              ? words.planned(who, when(scheduledAt, now))
              : words.goesOut(who, isDue ? words.now : when(scheduledAt, now))}
          </time>
        )}
        {/* Only replies are an agent's to call off or let go. */}
        {message.kind === 'REPLY' && <Actions id={id} releasable={waits} isDue={isDue} />}
      </div>
    </div>
  )
}

const Actions = ({ id, releasable, isDue }: { id: string; releasable: boolean; isDue: boolean }) => {
  const actions = useScheduledActions(id)
  return (
    <span className="flex gap-2">
      <Button disabled={actions.busy} onClick={() => void actions.cancel()}>
        {words.cancel}
      </Button>
      {releasable && (
        <Button disabled={actions.busy} onClick={() => void actions.release()}>
          {isDue ? words.sendNow : words.keep}
        </Button>
      )}
    </span>
  )
}
