import Inbox from 'lucide-react/icons/inbox'
import Smartphone from 'lucide-react/icons/smartphone'
import { Link } from 'wouter'
import { EmptyState } from '../../components/empty-state.tsx'
import { useStore } from '../../components/use-store.ts'
import { formatPhone } from '../../lib/phone.ts'
import { hasSandbox } from '../../lib/sandbox.ts'
import { strings } from '../../lib/strings.ts'
import { type InboxView, inboxPath } from './inbox-view.ts'
import { useStatusCounts } from './status-tabs.tsx'

const words = strings.list
const linkLook = 'inline-flex h-8 items-center rounded-lg border border-line px-3 font-medium hover:bg-hover'

const FirstRun = ({ number }: { number?: string }) => {
  const sandbox = useStore(hasSandbox)
  return (
    <EmptyState
      icon={<Smartphone />}
      heading={words.first.heading}
      detail={words.first.detail(number ? formatPhone(number) : words.first.anyNumber)}
    >
      {sandbox && (
        <Link href="/sandbox" target="_blank" className={linkLook}>
          {words.first.sandbox}
        </Link>
      )}
    </EmptyState>
  )
}

/** A list without rows: nothing matches the view, or nobody has ever texted. */
export const EmptyList = ({ view, number }: { view: InboxView; number?: string }) => {
  const counts = useStatusCounts()
  if (counts && counts.OPEN + counts.SNOOZED + counts.CLOSED === 0) return <FirstRun number={number} />
  const empty = view.unread ? words.empty.unread : words.empty[view.status]
  return (
    <EmptyState icon={<Inbox />} heading={empty.heading} detail={empty.detail}>
      {view.unread && (
        <Link href={inboxPath({ ...view, unread: false })} className={linkLook}>
          {words.empty.showAll}
        </Link>
      )}
    </EmptyState>
  )
}
