import { type ReactNode, useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { type Mischief, type NextSends, sandboxApi } from './sandbox-api.ts'
import { sandboxStrings } from './sandbox-strings.ts'

const words = sandboxStrings.mischief
const inputLook = 'h-8 rounded-lg border border-line-strong bg-surface px-2'

type Outcome = keyof typeof words.outcomes
const outcomes = Object.keys(words.outcomes) as Outcome[]
const states = Object.keys(words.finalStates) as Mischief['finalState'][]
const delays = [0.6, 5, 20]

const outcomeOf = ({ outcome, status }: NextSends): Outcome =>
  outcomes.find((each) => each === (outcome === 'refuse' ? `refuse${status}` : outcome)) ?? 'accept'

const nextSends = (outcome: Outcome, once: boolean): NextSends => {
  const times = once ? 1 : null
  return outcome.startsWith('refuse')
    ? { outcome: 'refuse', status: Number(outcome.slice('refuse'.length)), times }
    : { outcome, times: outcome === 'accept' ? null : times }
}

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
  <label className="flex min-h-9 items-center justify-between gap-3 py-0.5">
    <span>{label}</span>
    {children}
  </label>
)

type SwitchProps = { label: string; on: boolean; onChange: (on: boolean) => void }

const Switch = ({ label, on, onChange }: SwitchProps) => (
  <Row label={label}>
    <input
      type="checkbox"
      checked={on}
      onChange={(event) => onChange(event.target.checked)}
      className="size-4 accent-accent"
    />
  </Row>
)

/** Switches for a carrier that is late, loses, repeats and refuses. Each takes effect at once. */
export const MischiefPanel = () => {
  const [settings, setSettings] = useState<Mischief | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const take = (answer: Promise<Mischief>) =>
    answer.then(
      (taken) => {
        setSettings(taken)
        setProblem(null)
      },
      (error: Error) => setProblem(error.message),
    )
  useEffect(
    () => void sandboxApi.mischief().then(setSettings, (error: Error) => setProblem(error.message)),
    [],
  )
  const change = (fields: Partial<Mischief>) => void take(sandboxApi.setMischief({ ...settings, ...fields }))

  return (
    <section aria-label={words.heading} className="px-4 py-3">
      <h2 className="font-semibold">{words.heading}</h2>
      <p className="text-muted">{words.intro}</p>
      {problem && (
        <p role="alert" className="mt-2 text-danger">
          {problem}
        </p>
      )}
      {settings && (
        <div className="mt-2">
          <Outcomes settings={settings} change={change} />
          <NextSendsRow settings={settings} change={change} />
          <Switch
            label={words.duplicate}
            on={settings.duplicateEvery > 0}
            onChange={(on) => change({ duplicateEvery: on ? 1 : 0 })}
          />
          <Switch
            label={words.lose}
            on={settings.loseEvery > 0}
            onChange={(on) => change({ loseEvery: on ? 1 : 0 })}
          />
          <Switch label={words.reorder} on={settings.reorder} onChange={(reorder) => change({ reorder })} />
          <Switch
            label={words.carrierStop}
            on={settings.carrierStop}
            onChange={(carrierStop) => change({ carrierStop })}
          />
          <Button className="mt-3 w-full" onClick={() => void take(sandboxApi.setMischief({}))}>
            {words.reset}
          </Button>
        </div>
      )}
    </section>
  )
}

type PartProps = { settings: Mischief; change: (fields: Partial<Mischief>) => void }

const Outcomes = ({ settings, change }: PartProps) => (
  <>
    <Row label={words.finalState}>
      <select
        value={settings.finalState}
        onChange={(event) =>
          change({
            finalState: states.find((state) => state === event.target.value) ?? 'delivered',
            errorCode: null,
          })
        }
        className={inputLook}
      >
        {states.map((state) => (
          <option key={state} value={state}>
            {words.finalStates[state]}
          </option>
        ))}
      </select>
    </Row>
    {(settings.finalState === 'undelivered' || settings.finalState === 'failed') && (
      <Row label={words.errorCode}>
        <input
          key={settings.errorCode}
          defaultValue={settings.errorCode ?? ''}
          inputMode="numeric"
          placeholder={words.errorCodeHint}
          onBlur={(event) => change({ errorCode: event.target.value.trim() || null })}
          className={`w-32 ${inputLook}`}
        />
      </Row>
    )}
    <Row label={words.slowest}>
      <select
        value={delays.find((seconds) => seconds * 1000 >= settings.callbackDelayMs.max) ?? delays.at(-1)}
        onChange={(event) => {
          const max = Number(event.target.value) * 1000
          change({ callbackDelayMs: { min: Math.round(max / 4), max } })
        }}
        className={inputLook}
      >
        {delays.map((seconds) => (
          <option key={seconds} value={seconds}>
            {words.seconds(seconds)}
          </option>
        ))}
      </select>
    </Row>
  </>
)

const NextSendsRow = ({ settings, change }: PartProps) => {
  const outcome = outcomeOf(settings.nextSends)
  const once = settings.nextSends.times != null
  return (
    <>
      <Row label={words.nextSends}>
        <select
          value={outcome}
          onChange={(event) => {
            const chosen = outcomes.find((each) => each === event.target.value) ?? 'accept'
            change({ nextSends: nextSends(chosen, once) })
          }}
          className={`max-w-44 ${inputLook}`}
        >
          {outcomes.map((each) => (
            <option key={each} value={each}>
              {words.outcomes[each]}
            </option>
          ))}
        </select>
      </Row>
      {outcome !== 'accept' && (
        <Switch
          label={words.once}
          on={once}
          onChange={(on) => change({ nextSends: nextSends(outcome, on) })}
        />
      )}
    </>
  )
}
