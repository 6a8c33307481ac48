import X from 'lucide-react/icons/x'
import { useLayoutEffect, useRef, useState } from 'react'
import { IconButton } from '../../components/icon-button.tsx'
import { formatPhone } from '../../lib/phone.ts'
import { clockTime } from '../../lib/time.ts'
import { PhoneKeyboard } from './phone-keyboard.tsx'
import { type BusinessNumber, type Phone as PhoneData, type PhoneMessage, sandboxApi } from './sandbox-api.ts'
import { sandboxStrings as words } from './sandbox-strings.ts'

type PhoneProps = {
  phone: PhoneData
  thread: readonly PhoneMessage[]
  numbers: BusinessNumber[]
  onPutAway: () => void
}

const bubbleLook = (message: PhoneMessage): string => {
  if (message.byCarrier) return 'self-center bg-transparent text-xs text-faint text-center'
  return message.direction === 'FROM_PHONE'
    ? 'self-end bg-[#1f7a46] text-white rounded-br-md'
    : 'self-start bg-bubble-in text-text rounded-bl-md'
}

const Bubble = ({ message }: { message: PhoneMessage }) => (
  <div
    className={`max-w-[85%] rounded-2xl px-3 py-1.5 whitespace-pre-wrap [overflow-wrap:anywhere] ${bubbleLook(message)}`}
    data-testid="phone-message"
    data-direction={message.direction}
    title={clockTime(message.at)}
  >
    {message.byCarrier && <span className="font-medium">{words.carrier}: </span>}
    {message.text}
    {message.media.map((media) => (
      <Attachment key={media.url} media={media} />
    ))}
  </div>
)

/** A picture as the phone fetches it; a link to what turns out to be none. */
const Attachment = ({ media: { url, contentType } }: { media: PhoneMessage['media'][number] }) => {
  const [isShown, setIsShown] = useState(contentType === null || contentType.startsWith('image/'))
  return (
    <a href={url} target="_blank" rel="noreferrer" className="mt-1 block underline">
      {isShown ? (
        <img
          src={url}
          alt={words.attachment}
          onError={() => setIsShown(false)}
          className="max-h-60 max-w-full rounded-lg"
        />
      ) : (
        words.attachment
      )}
    </a>
  )
}

const Thread = ({ thread }: { thread: readonly PhoneMessage[] }) => {
  const scroller = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text scrolls to the end, as on a phone
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [thread.length])
  const last = thread.at(-1)
  return (
    <div
      ref={scroller}
      role="log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="scroller flex flex-1 flex-col gap-1.5 px-3 py-3"
    >
      {thread.length === 0 && <p className="m-auto max-w-48 text-center text-faint">{words.emptyThread}</p>}
      {thread.map((message) => (
        <Bubble key={message.uuid} message={message} />
      ))}
      {last?.direction === 'FROM_PHONE' && (
        <p className="self-end px-1 text-xs text-faint">{words.states[last.state]}</p>
      )}
    </div>
  )
}

/** A phone: its thread with the business, a place to type, and texts at one touch. */
export const Phone = ({ phone, thread, numbers, onPutAway }: PhoneProps) => {
  const [chosen, setChosen] = useState<string | null>(null)
  const business = chosen ?? thread.at(-1)?.business ?? numbers[0]?.number ?? ''
  const name = phone.name ?? formatPhone(phone.number)
  return (
    <section
      aria-label={words.phoneOf(name)}
      className="flex h-[40rem] w-80 shrink-0 flex-col overflow-hidden rounded-[2.75rem] border-[10px] border-[#1b1c22] bg-surface shadow-float dark:border-[#33353f]"
    >
      <div
        aria-hidden
        className="mx-auto mt-1.5 h-5 w-24 shrink-0 rounded-full bg-[#1b1c22] dark:bg-[#33353f]"
      />
      <header className="flex items-center gap-2 border-b border-line px-4 pt-1 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{name}</h2>
          <BusinessChoice numbers={numbers} value={business} onChange={setChosen} />
        </div>
        <IconButton label={words.putAway} onClick={onPutAway}>
          <X className="size-4" />
        </IconButton>
      </header>
      <Thread thread={thread} />
      <PhoneKeyboard send={(text) => sandboxApi.text(phone.number, business, text)} />
    </section>
  )
}

type BusinessChoiceProps = { numbers: BusinessNumber[]; value: string; onChange: (number: string) => void }

const BusinessChoice = ({ numbers, value, onChange }: BusinessChoiceProps) => (
  <label className="flex items-center gap-1 text-xs text-muted">
    {words.textTo}
    <select
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="min-w-0 flex-1 truncate rounded bg-transparent py-0.5 text-text"
    >
      {numbers.map((each) => (
        <option key={each.number} value={each.number} className="bg-raised">
          {each.name ? `${each.name} ${formatPhone(each.number)}` : formatPhone(each.number)}
        </option>
      ))}
    </select>
  </label>
)
