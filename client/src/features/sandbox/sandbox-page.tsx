import Smartphone from 'lucide-react/icons/smartphone'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { EmptyState } from '../../components/empty-state.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { MailList } from './mail-list.tsx'
import { MischiefPanel } from './mischief-panel.tsx'
import { Phone } from './phone.tsx'
import { PhoneList } from './phone-list.tsx'
import { sandboxStrings as words } from './sandbox-strings.ts'
import { useSandbox } from './use-sandbox.ts'

/** More phones than this don't fit beside each other; the one opened longest ago is put away. */
const most = 3

/** Which phones are out on the table: those picked; until one is, the one that a link asks for or that talked last. */
const usePhonesOut = (asked: string | null) => {
  const [picked, setPicked] = useState<readonly string[] | null>(asked ? [asked] : null)
  const [latest, setLatest] = useState<string>()
  const out = picked ?? (latest ? [latest] : [])
  return {
    out,
    suggest: (number: string | undefined) => {
      if (latest === undefined && number !== undefined) setLatest(number)
    },
    take: (number: string) => setPicked([...out.filter((each) => each !== number), number].slice(-most)),
    putAway: (number: string) => setPicked(out.filter((each) => each !== number)),
  }
}

/** Phones to text from and to, on the simulated carrier. */
const SandboxPage = () => {
  const [parameters] = useSearchParams()
  const asked = parameters.get('phone')
  const table = usePhonesOut(asked)
  const sandbox = useSandbox(table.out, asked, parameters.get('name'))
  table.suggest(sandbox.phones?.phones[0]?.number)

  return (
    <main className="flex h-full max-md:flex-col max-md:overflow-y-auto">
      <title>{words.title}</title>
      <div className="flex flex-col border-r border-line bg-surface max-md:max-h-80 max-md:shrink-0 md:w-76">
        <Heading />
        {sandbox.phones && (
          <PhoneList
            phones={sandbox.phones.phones}
            opened={table.out}
            onPick={(number) => (table.out.includes(number) ? table.putAway : table.take)(number)}
            onAdded={(number) => {
              void sandbox.reload()
              table.take(number)
            }}
          />
        )}
      </div>
      <div className="scroller flex min-w-0 flex-1 flex-wrap content-center items-center justify-center gap-8 p-6 max-md:overflow-visible">
        {sandbox.failed && !sandbox.phones && <Trouble onRetry={() => void sandbox.reload()} />}
        {sandbox.phones && table.out.length === 0 && (
          <EmptyState icon={<Smartphone />} heading={words.choose} />
        )}
        {table.out.map((number) => {
          const phone = sandbox.phones?.phones.find((each) => each.number === number)
          const thread = sandbox.phones?.threads.get(number) ?? []
          const putAway = () => table.putAway(number)
          return (
            phone && (
              <Phone
                key={number}
                phone={phone}
                thread={thread}
                numbers={sandbox.numbers}
                onPutAway={putAway}
              />
            )
          )
        })}
      </div>
      <aside
        aria-label={words.tools}
        className="scroller shrink-0 border-l border-line bg-surface max-md:overflow-visible md:w-80"
      >
        <MischiefPanel />
        <MailList mails={sandbox.mails} />
      </aside>
    </main>
  )
}

const Heading = () => (
  <header className="px-4 pt-4 pb-3">
    <h1 className="text-lg font-semibold">{words.heading}</h1>
    <p className="text-muted">{words.intro}</p>
    <a
      href="/inbox"
      target="_blank"
      rel="noreferrer"
      className="font-medium text-accent-text hover:underline"
    >
      {words.toInbox}
    </a>
  </header>
)

export default SandboxPage
