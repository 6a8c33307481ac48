import CircleAlert from 'lucide-react/icons/circle-alert'
import Clock from 'lucide-react/icons/clock'
import { Button } from '../../components/button.tsx'
import { strings } from '../../lib/strings.ts'
import { type Arrived, notArrived, type Unsent } from './outbox.ts'
import { useOutbox, useUnsent } from './outbox-context.tsx'

const words = strings.composer

type UnsentMessagesProps = {
  conversationId: string
  messages: readonly Arrived[]
  /** Puts a text back into the composer. */
  onEdit: (text: string) => void
}

/** Replies that the server hasn't confirmed, below the thread's last message. */
export const UnsentMessages = ({ conversationId, messages, onEdit }: UnsentMessagesProps) => {
  const waiting = notArrived(useUnsent(conversationId), messages)
  return waiting.map((reply) => <UnsentMessage key={reply.key} reply={reply} onEdit={onEdit} />)
}

const UnsentMessage = ({ reply, onEdit }: { reply: Unsent; onEdit: (text: string) => void }) => {
  const outbox = useOutbox()
  const failed = reply.state === 'failed'
  return (
    <div className="flex flex-col items-end py-1.5 pl-[15%]" data-testid="unsent-message">
      <div
        className={`w-fit max-w-full rounded-2xl rounded-br-md px-3.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere] ${failed ? 'bg-danger-soft text-text ring-1 ring-danger/40' : 'bg-bubble-out text-bubble-out-text opacity-80'}`}
      >
        {reply.text}
      </div>
      {failed ? (
        <div role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-2 text-xs text-danger">
          <span className="inline-flex items-center gap-1 text-right">
            <CircleAlert aria-hidden className="size-3.5 shrink-0" />
            {words.notSent}. {reply.reason}
          </span>
          <Button onClick={() => outbox.tryAgain(reply.key)}>
            {reply.warning ? words.sendAnyway : words.tryAgain}
          </Button>
          <Button
            onClick={() => {
              outbox.discard(reply.key)
              onEdit(reply.text)
            }}
          >
            {words.edit}
          </Button>
          <Button look="plain" onClick={() => outbox.discard(reply.key)}>
            {words.discard}
          </Button>
        </div>
      ) : (
        <span className="mt-0.5 inline-flex items-center gap-1 px-1 text-xs text-faint">
          <Clock aria-hidden className="size-3.5" />
          {words.sending}
        </span>
      )}
    </div>
  )
}
