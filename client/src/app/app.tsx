import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { LiveRegion } from '../components/live-region.tsx'
import { Toaster } from '../components/toaster.tsx'
import { CrashGuard } from './crash-guard.tsx'
import { InboxScreen } from './inbox-screen.tsx'
import { NotFound } from './not-found.tsx'
import { SignedIn } from './signed-in.tsx'

const SandboxPage = lazy(() => import('../features/sandbox/sandbox-page.tsx'))

/** The pages. All but the sandbox's phones ask for a sign-in, at the address where one is. */
export const App = () => (
  <CrashGuard>
    <Switch>
      <Route path="/sandbox">
        <Suspense>
          <SandboxPage />
        </Suspense>
      </Route>
      <Route>
        <SignedIn>
          <Switch>
            <Route path="/">
              <Redirect to="/inbox" replace />
            </Route>
            <Route path="/inbox/:id?">{({ id }) => <InboxScreen conversationId={id} />}</Route>
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </SignedIn>
      </Route>
    </Switch>
    <LiveRegion />
    <Toaster />
  </CrashGuard>
)
