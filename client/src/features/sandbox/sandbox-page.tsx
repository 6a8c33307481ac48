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

/** Phones to text from and to, on the simulated carrier. */
const SandboxPage = () => {
  // Until one is picked, the phone that talked last is out.
  const [parameters] = useSearchParams()
  // A link from a profile asks for that person's phone.
  const asked = parameters.get('phone')
  const [picked, setPicked] = useState<readonly string[] | null>(asked ? [asked] : null)
  const [latest, setLatest] = useState<string>()
  const opened = picked ?? (latest ? [latest] : [])
  const { phones, numbers, mails, failed, reload } = useSandbox(opened, asked, parameters.get('name'))
  const first = phones?.phones[0]?.number
  if (latest === undefined && first !== undefined) setLatest(first)

  const put = (number: string) => setPicked(opened.filter((each) => each !== number))
  const add = (number: string) =>
    setPicked([...opened.filter((each) => each !== number), number].slice(-most))

  return (
    <main className="flex h-full max-md:flex-col max-md:overflow-y-auto">
      <title>{words.title}</title>
      <div className="flex flex-col border-r border-line bg-surface max-md:max-h-80 max-md:shrink-0 md:w-76">
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
        {phones && (
          <PhoneList
            phones={phones.phones}
            opened={opened}
            onPick={(number) => (opened.includes(number) ? put : add)(number)}
            onAdded={(number) => {
              void reload()
              add(number)
            }}
          />
        )}
      </div>
      <div className="scroller flex min-w-0 flex-1 flex-wrap content-center items-center justify-center gap-8 p-6 max-md:overflow-visible">
        {failed && !phones && <Trouble onRetry={() => void reload()} />}
        {phones && opened.length === 0 && <EmptyState icon={<Smartphone />} heading={words.choose} />}
        {opened.map((number) => {
          const phone = phones?.phones.find((each) => each.number === number)
          return (
            phone && (
              <Phone
                key={number}
                phone={phone}
                thread={phones?.threads.get(number) ?? []}
                numbers={numbers}
                onPutAway={() => put(number)}
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
        <MailList mails={mails} />
      </aside>
    </main>
  )
}

export default SandboxPage
