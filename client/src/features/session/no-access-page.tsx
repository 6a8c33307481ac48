import Lock from 'lucide-react/icons/lock'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import type { Role } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'

type NoAccessPageProps = { name: string; role: Role; onSignOut: () => void }

/** Told plainly to those whose role has no inbox (R1). */
const NoAccessPage = ({ name, role, onSignOut }: NoAccessPageProps) => (
  <main className="h-full">
    <title>{strings.app.name}</title>
    <EmptyState
      level={1}
      icon={<Lock />}
      heading={strings.noAccess.heading}
      detail={`${strings.noAccess.detail(name, strings.roles[role])} ${strings.noAccess.next}`}
    >
      <Button onClick={onSignOut}>{strings.rail.signOut}</Button>
    </EmptyState>
  </main>
)

export default NoAccessPage
