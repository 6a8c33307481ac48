import Compass from 'lucide-react/icons/compass'
import { Link } from 'wouter'
import { EmptyState } from '../components/empty-state.tsx'
import { strings } from '../lib/strings.ts'

/** An address that leads nowhere. */
export const NotFound = () => (
  <main className="h-full">
    <title>{strings.app.name}</title>
    <EmptyState
      level={1}
      icon={<Compass />}
      heading={strings.trouble.notFound}
      detail={strings.trouble.notFoundDetail}
    >
      <Link href="/inbox" className="font-medium text-accent-text hover:underline">
        {strings.trouble.toInbox}
      </Link>
    </EmptyState>
  </main>
)
