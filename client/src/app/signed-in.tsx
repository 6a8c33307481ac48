import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { Provider, useQuery } from 'urql'
import { Trouble } from '../components/trouble.tsx'
import { OutboxProvider } from '../features/composer/index.ts'
import { signOut, ViewerQuery } from '../features/session/index.ts'
import { strings } from '../lib/strings.ts'
import { LiveUpdates } from './live/live-updates.tsx'
import { createInboxClient } from './urql-client.ts'
import { ViewerContext } from './viewer.ts'

const SignInPage = lazy(() => import('../features/session/sign-in-page.tsx'))
const NoAccessPage = lazy(() => import('../features/session/no-access-page.tsx'))

type Session = { visit: number; state: 'unknown' | 'in' | 'out'; ended: boolean }

/**
 * Shows its children to someone who may use the inbox; asks everyone else to sign in, or tells them that their role
 * has no access (R1). Each sign-in starts with an empty cache, so nothing of one user is left for the next.
 */
export const SignedIn = ({ children }: { children: ReactNode }) => {
  const [session, setSession] = useState<Session>({ visit: 0, state: 'unknown', ended: false })
  const onRefused = () =>
    setSession((now) => (now.state === 'out' ? now : { ...now, state: 'out', ended: now.state === 'in' }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new visit is what asks for a new client
  const client = useMemo(() => createInboxClient(onRefused), [session.visit])

  if (session.state === 'out') {
    const onSignedIn = () => setSession((now) => ({ visit: now.visit + 1, state: 'unknown', ended: false }))
    return (
      <Suspense>
        <SignInPage key={session.visit} ended={session.ended} onSignedIn={onSignedIn} />
      </Suspense>
    )
  }
  const onSignOut = async () => {
    if (await signOut()) setSession((now) => ({ ...now, state: 'out', ended: false }))
  }
  return (
    <Provider value={client} key={session.visit}>
      <Viewer
        onSignOut={onSignOut}
        onKnown={() => setSession((now) => (now.state === 'unknown' ? { ...now, state: 'in' } : now))}
      >
        {children}
      </Viewer>
    </Provider>
  )
}

type ViewerProps = { onSignOut: () => Promise<void>; onKnown: () => void; children: ReactNode }

const Viewer = ({ onSignOut, onKnown, children }: ViewerProps) => {
  const [{ data, error, fetching }, reload] = useQuery({ query: ViewerQuery })
  const viewer = data?.viewer
  const user = viewer?.user
  useEffect(() => {
    if (user) onKnown()
  }, [user, onKnown])
  const value = useMemo(() => user && { user, signOut: onSignOut }, [user, onSignOut])

  if (!viewer || !user || !value) {
    if (fetching || !error) return <main aria-busy aria-label={strings.app.loading} />
    return (
      <main className="h-full">
        <Trouble onRetry={() => reload({ requestPolicy: 'network-only' })} />
      </main>
    )
  }
  if (!viewer.canUseInbox) {
    return (
      <Suspense>
        <NoAccessPage name={user.name} role={viewer.role} onSignOut={onSignOut} />
      </Suspense>
    )
  }
  return (
    <ViewerContext value={value}>
      <OutboxProvider userId={user.id}>
        <LiveUpdates />
        {children}
      </OutboxProvider>
    </ViewerContext>
  )
}
