import MessageCircle from 'lucide-react/icons/message-circle'
import { EmptyState } from '../components/empty-state.tsx'
import { strings } from '../lib/strings.ts'

/** What stands in the pane before a conversation was chosen. */
export const NoConversation = () => (
  <EmptyState icon={<MessageCircle />} heading={strings.thread.choose} detail={strings.thread.chooseDetail} />
)
