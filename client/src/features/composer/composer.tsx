import SendHorizontal from 'lucide-react/icons/send-horizontal'
import {
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'
import { Button } from '../../components/button.tsx'
import { graphql } from '../../graphql/generated/gql.ts'
import { type FragmentType, unmask } from '../../graphql/generated/index.ts'
import { displayName, formatPhone } from '../../lib/phone.ts'
import { strings } from '../../lib/strings.ts'
import { GateNotice } from './gate-notice.tsx'
import { useOutbox } from './outbox-context.tsx'
import { useDraft } from './use-draft.ts'

/** Whether and from where a reply may go out. */
export const ComposerGateFragmentDoc = graphql(`
  fragment ComposerGate on Conversation {
    id
    replyGate {
      allowed
      reasons
    }
    sender {
      id
      address
    }
    profile {
      id
      name
      phoneNumber
    }
    lastMessage {
      id
    }
  }
`)

const words = strings.composer
/** The longest text that carriers take (R20). */
const longest = 1_600
const highest = 8 * 21 + 20

type FieldProps = {
  field: RefObject<HTMLTextAreaElement | null>
  text: string
  onChange: (text: string) => void
  onSend: () => void
  disabled: boolean
  label: string
  placeholder: string
  describedBy?: string
  invalid: boolean
}

/** A text field that grows with its text, up to eight lines. Enter sends, Shift and Enter break the line. */
const Field = (props: FieldProps) => {
  const { field, text } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, highest)}px`
  }, [field, text])

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends the input of a Chinese or Japanese word is not meant for us.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      props.onSend()
    }
    if (event.key === 'Escape') field.current?.blur()
  }

  return (
    <textarea
      ref={field}
      rows={1}
      value={text}
      disabled={props.disabled}
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={onKeyDown}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      placeholder={props.placeholder}
      className="scroller max-h-47 flex-1 resize-none bg-transparent px-2.5 py-1.5 text-[0.9375rem] leading-[1.3125rem] outline-none placeholder:text-faint disabled:cursor-not-allowed"
    />
  )
}

/** What the rest of the screen may ask of the composer. */
export type ComposerHandle = { focus: () => void; edit: (text: string) => void }

type ComposerProps = {
  conversation: FragmentType<typeof ComposerGateFragmentDoc>
  userId: string
  ref?: Ref<ComposerHandle>
}

/** Where the agent writes; render it with the conversation's id as its key. */
export const Composer = ({ conversation: masked, userId, ref }: ComposerProps) => {
  const conversation = unmask(ComposerGateFragmentDoc, masked)
  const { replyGate: gate, profile } = conversation
  const [text, setText] = useDraft(userId, conversation.id)
  const outbox = useOutbox()
  const field = useRef<HTMLTextAreaElement>(null)
  const noticeId = useId()
  const name = displayName(profile)
  const tooLong = text.length > longest
  const ready = gate.allowed && text.trim() !== '' && !tooLong

  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    edit: (returned) => {
      setText(text.trim() === '' ? returned : `${returned}\n${text}`)
      field.current?.focus()
    },
  }))

  const send = () => {
    if (!ready) return
    outbox.add({ conversationId: conversation.id, text, after: conversation.lastMessage?.id ?? null })
    setText('')
    field.current?.focus()
  }

  return (
    <form
      className="mx-auto w-full max-w-3xl shrink-0 px-4 pb-3 md:px-6"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {!gate.allowed && <GateNotice id={noticeId} reasons={gate.reasons} name={name} />}
      <div className="flex items-end gap-2 rounded-2xl border border-line bg-surface p-1.5 transition-colors focus-within:border-accent-text has-[:disabled]:bg-canvas">
        <Field
          field={field}
          text={text}
          onChange={setText}
          onSend={send}
          disabled={!gate.allowed}
          label={words.label(name)}
          placeholder={words.placeholder(name)}
          describedBy={gate.allowed ? undefined : noticeId}
          invalid={tooLong}
        />
        <Button
          type="submit"
          look="primary"
          // It keeps its focus and can be read; a disabled one would drop both.
          aria-disabled={!ready}
          className={`rounded-xl ${ready ? '' : 'opacity-50'}`}
        >
          <SendHorizontal aria-hidden className="size-4" />
          {words.send}
        </Button>
      </div>
      <p className="mt-1.5 flex justify-between gap-4 px-1 text-xs text-faint">
        <span role={tooLong ? 'alert' : undefined} className={tooLong ? 'text-danger' : 'hidden md:inline'}>
          {tooLong ? words.tooLong(longest) : words.hint}
        </span>
        {conversation.sender && <span>{words.from(formatPhone(conversation.sender.address))}</span>}
      </p>
    </form>
  )
}
