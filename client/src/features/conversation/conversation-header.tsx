import Archive from 'lucide-react/icons/archive'
import ArchiveRestore from 'lucide-react/icons/archive-restore'
import ArrowLeft from 'lucide-react/icons/arrow-left'
import Mail from 'lucide-react/icons/mail'
import MailOpen from 'lucide-react/icons/mail-open'
import PanelRight from 'lucide-react/icons/panel-right'
import { Link } from 'wouter'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useNow } from '../../components/use-now.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import { type FragmentType, unmask } from '../../graphql/generated/index.ts'
import { displayName, formatPhone } from '../../lib/phone.ts'
import { strings } from '../../lib/strings.ts'
import { localTime } from '../../lib/time.ts'
import { useConversationActions } from './conversation-actions.ts'

/** What stands above a thread. */
export const ConversationHeaderFragmentDoc = graphql(`
  fragment ConversationHeader on Conversation {
    id
    status
    isUnread
    profile {
      id
      name
      phoneNumber
      timeZone
    }
  }
`)

const words = strings.thread

type ConversationHeaderProps = {
  conversation: FragmentType<typeof ConversationHeaderFragmentDoc>
  backTo: string
  profileShown: boolean
  onToggleProfile: () => void
}

/** Who the thread is with, their time of day, and what can be done with the conversation. */
export const ConversationHeader = (props: ConversationHeaderProps) => {
  const conversation = unmask(ConversationHeaderFragmentDoc, props.conversation)
  const { profile } = conversation
  const now = useNow()
  const time = profile.timeZone ? localTime(profile.timeZone, now) : null
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-3 md:px-5">
      <Link
        href={props.backTo}
        aria-label={words.back}
        className="-ml-1 inline-flex size-9 items-center justify-center rounded-lg hover:bg-hover md:hidden"
      >
        <ArrowLeft className="size-5" />
      </Link>
      <div className="min-w-0 flex-1">
        <h1 className="truncate font-semibold">{displayName(profile)}</h1>
        <p className="truncate text-xs text-muted">
          {time ? words.localTime(time) : words.unknownZone}
          {profile.name && ` · ${formatPhone(profile.phoneNumber)}`}
        </p>
      </div>
      <Actions conversation={conversation} />
      <IconButton
        label={props.profileShown ? words.hideProfile : words.showProfile}
        aria-pressed={props.profileShown}
        onClick={props.onToggleProfile}
        className="aria-pressed:bg-hover aria-pressed:text-text"
      >
        <PanelRight className="size-4.5" />
      </IconButton>
    </header>
  )
}

const Actions = ({ conversation }: { conversation: { id: string; isUnread: boolean; status: string } }) => {
  const actions = useConversationActions()
  const closed = conversation.status === 'CLOSED'
  return (
    <>
      {conversation.status !== 'OPEN' && (
        <span className="hidden rounded-md bg-hover px-2 py-0.5 text-xs font-medium text-muted sm:inline">
          {closed ? strings.list.status.CLOSED : strings.list.status.SNOOZED}
        </span>
      )}
      <IconButton
        label={conversation.isUnread ? words.markRead : words.markUnread}
        onClick={() => (conversation.isUnread ? actions.markRead : actions.markUnread)(conversation)}
      >
        {conversation.isUnread ? <MailOpen className="size-4.5" /> : <Mail className="size-4.5" />}
      </IconButton>
      <Button onClick={() => (closed ? actions.open : actions.close)(conversation)}>
        {closed ? (
          <ArchiveRestore aria-hidden className="size-4" />
        ) : (
          <Archive aria-hidden className="size-4" />
        )}
        {closed ? words.open : words.close}
      </Button>
    </>
  )
}
