import type { Client, CombinedError } from 'urql'
import { graphql } from '../../graphql/generated/gql.ts'
import { type FragmentType, unmask } from '../../graphql/generated/index.ts'

const OpenConversations = graphql(`
  mutation OpenConversations($ids: [ID!]!) {
    openConversations(ids: $ids) {
      ...ChangedConversations
    }
  }
`)

const CloseConversations = graphql(`
  mutation CloseConversations($ids: [ID!]!) {
    closeConversations(ids: $ids) {
      ...ChangedConversations
    }
  }
`)

const MarkConversationsRead = graphql(`
  mutation MarkConversationsRead($ids: [ID!]!) {
    markConversationsRead(ids: $ids) {
      ...ChangedConversations
    }
  }
`)

const MarkConversationsUnread = graphql(`
  mutation MarkConversationsUnread($ids: [ID!]!) {
    markConversationsUnread(ids: $ids) {
      ...ChangedConversations
    }
  }
`)

/** What every action on conversations gives back: all that any part of the screen shows of them. */
const ChangedConversations = graphql(`
  fragment ChangedConversations on ConversationsPayload {
    conversations {
      id
      ...ConversationRow
      ...ConversationHeader
      ...ComposerGate
    }
    unreadCount
    userErrors {
      code
      message
    }
  }
`)

/** How the server took an action: `refusal` is its reason in plain words, `error` that it could not be asked. */
export type StatusResult = { refusal?: string; error?: CombinedError }

const told = (
  payload: FragmentType<typeof ChangedConversations> | undefined,
  error?: CombinedError,
): StatusResult => ({
  refusal: unmask(ChangedConversations, payload)?.userErrors[0]?.message,
  error,
})

/** The verbs on conversations, each one mutation. */
export const statusMutations = {
  open: async (client: Client, ids: string[]): Promise<StatusResult> => {
    const { data, error } = await client.mutation(OpenConversations, { ids }).toPromise()
    return told(data?.openConversations, error)
  },
  close: async (client: Client, ids: string[]): Promise<StatusResult> => {
    const { data, error } = await client.mutation(CloseConversations, { ids }).toPromise()
    return told(data?.closeConversations, error)
  },
  read: async (client: Client, ids: string[]): Promise<StatusResult> => {
    const { data, error } = await client.mutation(MarkConversationsRead, { ids }).toPromise()
    return told(data?.markConversationsRead, error)
  },
  unread: async (client: Client, ids: string[]): Promise<StatusResult> => {
    const { data, error } = await client.mutation(MarkConversationsUnread, { ids }).toPromise()
    return told(data?.markConversationsUnread, error)
  },
}

/** The name of a verb. */
export type Verb = keyof typeof statusMutations
