import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { strings } from '../../lib/strings.ts'
import { type SignInResult, signIn } from './auth-api.ts'
import { Brand } from './brand.tsx'

const words = strings.signIn

const told: Record<Exclude<SignInResult, 'ok'>, string> = {
  wrong: words.wrong,
  'too-many': words.tooMany,
  refused: words.refused,
  unreachable: words.unreachable,
}

const inputLook =
  'mt-1 block h-10 w-full rounded-lg border border-line-strong bg-surface px-3 text-base outline-offset-0'

const Field = (props: {
  label: string
  name: string
  type: string
  autoComplete: string
  autoFocus?: boolean
}) => {
  const { label, ...input } = props
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input id={id} required className={inputLook} {...input} />
    </div>
  )
}

type SignInPageProps = { onSignedIn: () => void; ended: boolean }

/** E-mail and password. `ended` says that a session just ran out, so that nobody wonders. */
const SignInPage = ({ onSignedIn, ended }: SignInPageProps) => {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(ended ? words.ended : null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    const result = await signIn(String(form.get('email')), String(form.get('password')))
    setBusy(false)
    if (result === 'ok') onSignedIn()
    else setProblem(told[result])
  }

  return (
    <main className="flex h-full flex-col items-center justify-center overflow-y-auto p-6">
      <title>{strings.title(words.submit, 0)}</title>
      <div className="w-full max-w-sm">
        <Brand className="size-12" />
        <h1 className="mt-5 text-xl font-semibold">{words.heading}</h1>
        <p className="mt-1 text-muted">{words.tagline}</p>
        <form className="mt-6 space-y-4" onSubmit={submit}>
          {problem && (
            <p role="alert" className="rounded-lg bg-warn-soft px-3 py-2.5 text-text">
              {problem}
            </p>
          )}
          <Field label={words.email} name="email" type="email" autoComplete="username" autoFocus />
          <Field label={words.password} name="password" type="password" autoComplete="current-password" />
          <Button type="submit" look="primary" disabled={busy} className="h-10 w-full">
            {busy ? words.submitting : words.submit}
          </Button>
        </form>
      </div>
    </main>
  )
}

export default SignInPage
