import Ban from 'lucide-react/icons/ban'
import Check from 'lucide-react/icons/check'
import CheckCheck from 'lucide-react/icons/check-check'
import CircleAlert from 'lucide-react/icons/circle-alert'
import CircleHelp from 'lucide-react/icons/circle-question-mark'
import Clock from 'lucide-react/icons/clock'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { MessageBubbleFragment } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'
import { useRetry } from './use-retry.ts'

const ConfirmDialog = lazy(() => import('../../components/confirm-dialog.tsx'))

const words = strings.delivery

const icons = {
  SCHEDULED: Clock,
  QUEUED: Clock,
  SENT: Check,
  DELIVERED: CheckCheck,
  UNDELIVERED: CircleAlert,
  FAILED: CircleAlert,
  CANCELED: Ban,
  UNKNOWN: CircleHelp,
  RECEIVED: Check,
}

/** Whether the message may not have arrived: then its state is a box that explains, else a word and a tick. */
export const needsAttention = ({ status }: MessageBubbleFragment): boolean =>
  status === 'FAILED' || status === 'UNDELIVERED' || status === 'UNKNOWN'

/** Where a message stands on its way to the person, and what can be done if it didn't arrive (R21, R22). */
export const DeliveryState = ({ message }: { message: MessageBubbleFragment }) => {
  const Icon = icons[message.status]
  const unknown = message.status === 'UNKNOWN'
  if (!needsAttention(message)) {
    return (
      <span className="inline-flex items-center gap-1" data-testid="delivery-state">
        <Icon
          aria-hidden
          className={`size-3.5 ${message.status === 'DELIVERED' ? 'text-accent-text' : ''}`}
        />
        {words[message.status]}
      </span>
    )
  }
  return (
    <div
      className={`mt-1 max-w-96 rounded-xl px-3 py-2 text-left text-xs ${unknown ? 'bg-warn-soft text-warn' : 'bg-danger-soft text-danger'}`}
      data-testid="delivery-state"
    >
      <p className="flex items-center gap-1.5 font-medium">
        <Icon aria-hidden className="size-4 shrink-0" />
        {words[message.status]}
        {message.failure && `: ${message.failure.title}`}
      </p>
      <p className="mt-0.5 text-text">
        {message.failure?.detail ?? (unknown ? words.unknownDetail : words.failedDetail)}
      </p>
      {(unknown || message.failure?.retryable) && <RetryButton id={message.id} risky={unknown} />}
    </div>
  )
}

const RetryButton = ({ id, risky }: { id: string; risky: boolean }) => {
  const { retry, retrying } = useRetry(id)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button className="mt-2" disabled={retrying} onClick={() => (risky ? setAsking(true) : retry())}>
        {words.retry}
      </Button>
      {asking && (
        <Suspense>
          <ConfirmDialog
            heading={words.risk.heading}
            detail={words.risk.detail}
            confirm={words.risk.confirm}
            cancel={words.risk.cancel}
            onAnswer={(yes) => {
              setAsking(false)
              if (yes) retry()
            }}
          />
        </Suspense>
      )}
    </>
  )
}
