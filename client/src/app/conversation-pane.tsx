import SearchX from 'lucide-react/icons/search-x'
import { type Ref, useImperativeHandle, useRef } from 'react'
import { type Client, useQuery } from 'urql'
import { EmptyState } from '../components/empty-state.tsx'
import { ThreadSkeleton } from '../components/skeleton.tsx'
import { Trouble } from '../components/trouble.tsx'
import { Composer, type ComposerHandle, UnsentMessages } from '../features/composer/index.ts'
import { ConversationHeader, Thread } from '../features/conversation/index.ts'
import { ProfilePanel } from '../features/profile/index.ts'
import { graphql } from '../graphql/generated/gql.ts'
import type { ConversationPaneQuery as PaneData } from '../graphql/generated/graphql.ts'
import { strings } from '../lib/strings.ts'
import type { PaneHandle } from './pane-handle.ts'
import { useViewer } from './viewer.ts'

const ConversationPaneQuery = graphql(`
  query ConversationPane($id: ID!) {
    conversation(id: $id) {
      id
      status
      isUnread
      ...ConversationHeader
      ...Thread
      ...ComposerGate
      profile {
        id
        ...ProfileCard
      }
    }
  }
`)

/** Fetches a conversation that may be opened next; one that is cached costs nothing. */
export const prefetchConversation = async (client: Client, id: string): Promise<void> => {
  await client.query(ConversationPaneQuery, { id }).toPromise()
}

type Shown = NonNullable<PaneData['conversation']>

type ConversationPaneProps = {
  id: string
  backTo: string
  profileShown: boolean
  onToggleProfile: () => void
  ref?: Ref<PaneHandle>
}

/** One conversation: header, thread, composer, and the profile beside them. */
const ConversationPane = ({ id, ref, ...rest }: ConversationPaneProps) => {
  const [{ data, error, fetching }, reload] = useQuery({ query: ConversationPaneQuery, variables: { id } })
  const composer = useRef<ComposerHandle>(null)
  const conversation = data?.conversation
  const current = conversation?.id === id ? conversation : undefined
  useImperativeHandle(ref, () => ({ reply: () => composer.current?.focus(), shown: () => current ?? null }))

  if (current) return <Loaded key={id} conversation={current} composer={composer} {...rest} />
  if (fetching) return <ThreadSkeleton />
  if (error) return <Trouble onRetry={() => reload({ requestPolicy: 'network-only' })} />
  if (data) {
    return (
      <EmptyState icon={<SearchX />} heading={strings.thread.missing} detail={strings.thread.missingDetail} />
    )
  }
  return <ThreadSkeleton />
}

/** Beside the thread where there is room; over it, with the rest dimmed, where there isn't. */
const ProfileSide = ({ profile, onClose }: { profile: Shown['profile']; onClose: () => void }) => (
  <>
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      onClick={onClose}
      className="appear fixed inset-0 z-20 bg-black/40 lg:hidden"
    />
    <div className="border-line lg:w-80 lg:border-l max-lg:appear max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:w-80 max-lg:max-w-full max-lg:shadow-float">
      <ProfilePanel profile={profile} onClose={onClose} />
    </div>
  </>
)

type LoadedProps = Omit<ConversationPaneProps, 'id' | 'ref'> & {
  conversation: Shown
  composer: Ref<ComposerHandle> & { current: ComposerHandle | null }
}

const Loaded = ({ conversation, composer, backTo, profileShown, onToggleProfile }: LoadedProps) => {
  const { user } = useViewer()
  return (
    <div className="flex h-full">
      <div className="flex min-w-0 flex-1 flex-col">
        <ConversationHeader
          conversation={conversation}
          backTo={backTo}
          profileShown={profileShown}
          onToggleProfile={onToggleProfile}
        />
        <Thread
          conversation={conversation}
          viewerId={user.id}
          trailing={(messages) => (
            <UnsentMessages
              conversationId={conversation.id}
              messages={messages}
              onEdit={(text) => composer.current?.edit(text)}
            />
          )}
        />
        <Composer ref={composer} conversation={conversation} userId={user.id} />
      </div>
      {profileShown && <ProfileSide profile={conversation.profile} onClose={onToggleProfile} />}
    </div>
  )
}

export default ConversationPane
