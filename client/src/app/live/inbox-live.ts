import { graphql } from '../../graphql/generated/gql.ts'

/** The one subscription that feeds the cache: every change with all that any part of the screen shows of it (R40). */
export const InboxLiveSubscription = graphql(`
  subscription InboxLive($after: String) {
    inboxChanged(after: $after) {
      cursor
      kind
      unreadCount
      conversation {
        id
        ...ConversationRow
        ...ConversationHeader
        ...ComposerGate
        profile {
          id
          ...ProfileCard
        }
      }
      message {
        id
        direction
        text
        ...MessageBubble
        conversation {
          id
        }
        profile {
          id
          name
          phoneNumber
        }
      }
      profile {
        id
        ...ProfileCard
        conversation {
          id
          ...ConversationRow
          ...ConversationHeader
          ...ComposerGate
        }
      }
    }
  }
`)
