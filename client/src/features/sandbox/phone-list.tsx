import Plus from 'lucide-react/icons/plus'
import { type FormEvent, useState } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { formatPhone } from '../../lib/phone.ts'
import { firstLine } from '../../lib/text.ts'
import { type Phone, sandboxApi } from './sandbox-api.ts'
import { sandboxStrings as words } from './sandbox-strings.ts'

type PhoneListProps = {
  phones: Phone[]
  opened: readonly string[]
  onPick: (number: string) => void
  onAdded: (number: string) => void
}

/** The phones that exist, and a way to add one. */
export const PhoneList = ({ phones, opened, onPick, onAdded }: PhoneListProps) => (
  <section aria-label={words.phones} className="flex min-h-0 flex-col">
    <AddPhone onAdded={onAdded} />
    {phones.length === 0 && <Starters onAdded={onAdded} />}
    <ul className="scroller min-h-0 flex-1 px-2 pb-2">
      {phones.map((phone) => (
        <li key={phone.number}>
          <button
            type="button"
            aria-pressed={opened.includes(phone.number)}
            onClick={() => onPick(phone.number)}
            className="row-button flex w-full items-center gap-3 rounded-xl px-3 py-2 text-left hover:bg-hover aria-pressed:bg-selected"
          >
            <Avatar id={phone.number} name={phone.name ?? ''} />
            <span className="min-w-0">
              <span className="block truncate font-medium">{phone.name ?? formatPhone(phone.number)}</span>
              <span className="block truncate text-muted">
                {phone.lastMessage ? firstLine(phone.lastMessage.text) : words.noText}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  </section>
)

/** Numbers that no one can have: 555-01xx is kept free for fiction. */
const people = [
  { name: 'Ava Moreno', number: '+12125550142' },
  { name: 'Ben Okafor', number: '+14155550137' },
  { name: 'Chloé Tremblay', number: '+15145550119' },
]

const Starters = ({ onAdded }: { onAdded: (number: string) => void }) => (
  <div className="px-4 pb-3">
    <p className="mb-2 text-muted">{words.starters}</p>
    <ul className="flex flex-col gap-1.5">
      {people.map(({ name, number }) => (
        <li key={number} className="flex flex-col">
          <Button onClick={() => void sandboxApi.addPhone(number, name).then(() => onAdded(number))}>
            {name}
          </Button>
        </li>
      ))}
    </ul>
  </div>
)

const inputLook = 'mt-0.5 block h-9 w-full rounded-lg border border-line-strong bg-surface px-2.5'

const AddPhone = ({ onAdded }: { onAdded: (number: string) => void }) => {
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    try {
      const number = String(form.get('number')).replace(/[^\d+]/g, '')
      const phone = await sandboxApi.addPhone(number, String(form.get('name')).trim())
      setOpen(false)
      setProblem(null)
      onAdded(phone.number)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : words.failed)
    }
  }

  if (!open) {
    return (
      <Button className="mx-4 mb-3" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        {words.addPhone}
      </Button>
    )
  }
  return (
    <form onSubmit={submit} className="mx-4 mb-3 space-y-2 rounded-xl border border-line p-3">
      <label className="block text-xs text-muted">
        {words.number}
        <input name="number" type="tel" required placeholder={words.numberHint} className={inputLook} />
      </label>
      <label className="block text-xs text-muted">
        {words.name}
        <input name="name" className={inputLook} />
      </label>
      {problem && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="plain" onClick={() => setOpen(false)}>
          {words.cancel}
        </Button>
        <Button type="submit" look="primary">
          {words.add}
        </Button>
      </div>
    </form>
  )
}
