import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useClient, useQuery } from 'urql'
import { ThreadSkeleton } from '../components/skeleton.tsx'
import { useMedia } from '../components/use-media.ts'
import {
  ConversationList,
  inboxPath,
  StatusTabs,
  UnreadSwitch,
  useInboxView,
} from '../features/inbox/index.ts'
import { AccountQuery } from '../features/session/index.ts'
import { lookForSandbox } from '../lib/sandbox.ts'
import { readStored, writeStored } from '../lib/storage.ts'
import { strings } from '../lib/strings.ts'
import { UnreadCountQuery } from './cache/apply-change.ts'
import { setFavicon } from './favicon.ts'
import { ConnectionBar } from './live/connection-bar.tsx'
import { NoConversation } from './no-conversation.tsx'
import type { PaneHandle } from './pane-handle.ts'
import { Rail } from './rail.tsx'
import { useInboxKeys } from './use-inbox-keys.ts'

const loadPane = () => import('./conversation-pane.tsx')
const ConversationPane = lazy(loadPane)
const HelpDialog = lazy(() => import('./help-dialog.tsx'))

const panelKey = 'parley.profile-panel'
const wideEnough = '(min-width: 64rem)'

/** Beside the thread the profile is shown as chosen last; where it would cover the thread, only on demand. */
const useProfilePanel = (): [boolean, () => void] => {
  const isWide = useMedia(wideEnough)
  const [beside, setBeside] = useState(() => readStored(panelKey) !== 'hidden')
  const [over, setOver] = useState(false)
  const toggleBeside = () => {
    writeStored(panelKey, beside ? 'hidden' : null)
    setBeside(!beside)
  }
  return isWide ? [beside, toggleBeside] : [over, () => setOver(!over)]
}

/** The agent's screen: rail, list, conversation, profile. One pane at a time on a phone. */
export const InboxScreen = ({ conversationId }: { conversationId?: string }) => {
  const view = useInboxView()
  const client = useClient()
  const [{ data: counted }] = useQuery({ query: UnreadCountQuery })
  const [{ data: ours }] = useQuery({ query: AccountQuery })
  const [helpShown, setHelpShown] = useState(false)
  const [profileShown, toggleProfile] = useProfilePanel()
  const pane = useRef<PaneHandle>(null)
  const unread = counted?.unreadCount ?? 0
  const number = ours?.account.senders.find((sender) => sender.canReceive)?.address

  useEffect(() => setFavicon(unread > 0), [unread])
  useEffect(() => {
    void lookForSandbox()
    // The list is on screen by now: have the thread's code here before the first click.
    void loadPane()
  }, [])
  const peek = useCallback(
    async (id: string) => (await loadPane()).prefetchConversation(client, id),
    [client],
  )
  useInboxKeys({ pane, view, conversationId, onHelp: () => setHelpShown(true) })

  return (
    <div className="flex h-full max-md:flex-col">
      <title>{strings.title(strings.rail.inbox, unread)}</title>
      <ConnectionBar />
      <Rail unread={unread} hiddenOnPhone={conversationId !== undefined} onHelp={() => setHelpShown(true)} />
      <section
        aria-label={strings.list.label}
        className={`flex min-h-0 flex-col border-line bg-surface max-md:flex-1 md:w-88 md:shrink-0 md:border-x md:rounded-l-2xl ${conversationId ? 'max-md:hidden' : ''}`}
      >
        <header className="flex h-14 shrink-0 items-center justify-between pr-3 pl-5">
          <h1 className="text-lg font-semibold">{strings.rail.inbox}</h1>
          <UnreadSwitch view={view} conversationId={conversationId} />
        </header>
        <StatusTabs view={view} conversationId={conversationId} />
        <div className="min-h-0 flex-1">
          <ConversationList view={view} conversationId={conversationId} number={number} onPeek={peek} />
        </div>
      </section>
      <main className={`min-h-0 min-w-0 flex-1 bg-surface ${conversationId ? '' : 'max-md:hidden'}`}>
        {conversationId ? (
          <Suspense fallback={<ThreadSkeleton />}>
            <ConversationPane
              ref={pane}
              id={conversationId}
              backTo={inboxPath(view)}
              profileShown={profileShown}
              onToggleProfile={toggleProfile}
            />
          </Suspense>
        ) : (
          <NoConversation />
        )}
      </main>
      {helpShown && (
        <Suspense>
          <HelpDialog onClose={() => setHelpShown(false)} />
        </Suspense>
      )}
    </div>
  )
}
