export { useConversationActions } from './conversation-actions.ts'
export { ConversationHeader } from './conversation-header.tsx'
export { Thread } from './thread.tsx'
