import ArrowUp from 'lucide-react/icons/arrow-up'
import { type KeyboardEvent, useState } from 'react'
import { sandboxStrings as words } from './sandbox-strings.ts'

const quick = [
  ['STOP', 'STOP'],
  ['START', 'START'],
  ['HELP', 'HELP'],
  [words.long, words.longText],
] as const

/** Where a phone's person types; some texts are one touch away. */
export const PhoneKeyboard = ({ send }: { send: (text: string) => Promise<unknown> }) => {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)

  const sendText = async (content: string) => {
    if (content.trim() === '') return
    setProblem(null)
    try {
      await send(content)
      if (content === text) setText('')
    } catch (error) {
      setProblem(error instanceof Error ? error.message : words.failed)
    }
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void sendText(text)
  }

  return (
    <>
      <QuickTexts onPick={(content) => void sendText(content)} />
      {problem && (
        <p role="alert" className="px-4 pb-1 text-xs text-danger">
          {problem}
        </p>
      )}
      <form
        className="m-3 mt-0 flex items-end gap-1 rounded-3xl border border-line-strong py-1 pr-1 pl-3"
        onSubmit={(event) => {
          event.preventDefault()
          void sendText(text)
        }}
      >
        <textarea
          rows={1}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={words.message}
          placeholder={words.message}
          className="scroller max-h-24 flex-1 resize-none bg-transparent py-1 outline-none [field-sizing:content] placeholder:text-faint"
        />
        <button
          type="submit"
          aria-label={words.send}
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-full bg-[#1f7a46] text-white"
        >
          <ArrowUp className="size-4" />
        </button>
      </form>
    </>
  )
}

const QuickTexts = ({ onPick }: { onPick: (text: string) => void }) => (
  <fieldset className="flex flex-wrap gap-1 px-3 pb-2" aria-label={words.quick}>
    {quick.map(([label, content]) => (
      <button
        key={label}
        type="button"
        onClick={() => onPick(content)}
        className="rounded-full border border-line px-2.5 py-1 text-xs font-medium text-muted hover:bg-hover hover:text-text"
      >
        {label}
      </button>
    ))}
  </fieldset>
)
