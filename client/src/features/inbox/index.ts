export { ConversationList } from './conversation-list.tsx'
export { focusedConversation } from './focused-conversation.ts'
export { type InboxView, inboxPath, useInboxView } from './inbox-view.ts'
export { StatusCountsQuery, StatusTabs, UnreadSwitch } from './status-tabs.tsx'
