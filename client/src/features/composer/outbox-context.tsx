import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Client, useClient } from 'urql'
import { useStore } from '../../components/use-store.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { GateReason } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'
import { createOutbox, type Outbox, type Outcome, type Unsent } from './outbox.ts'

const SendReply = graphql(`
  mutation SendReply($input: SendReplyInput!) {
    sendReply(input: $input) {
      message {
        id
        ...MessageBubble
        conversation {
          id
        }
      }
      conversation {
        id
        ...ConversationRow
        ...ConversationHeader
        ...ComposerGate
      }
      userErrors {
        code
        message
      }
    }
  }
`)

const words = strings.composer

/** Refusals that are warnings: the agent may override them (R19, R25). */
const warnings: GateReason[] = ['QUIET_HOURS']

const sendBy =
  (client: Client) =>
  async ({ conversationId, text, key, overridden }: Unsent): Promise<Outcome> => {
    const overrideWarnings = warnings.filter((warning) => overridden?.includes(warning))
    const input = { conversationId, text, overrideWarnings, idempotencyKey: key }
    const { data, error } = await client.mutation(SendReply, { input }).toPromise()
    const refusal = data?.sendReply.userErrors[0]
    if (refusal) {
      const warning = warnings.find((each) => each === refusal.code)
      return { taken: false, reason: refusal.message, warning }
    }
    if (error) return { taken: false, reason: error.networkError ? words.offline : words.notConfirmed }
    return { taken: true }
  }

const OutboxContext = createContext<Outbox | null>(null)

/** Holds the signed-in user's replies on their way, across conversations and reloads. */
export const OutboxProvider = ({ userId, children }: { userId: string; children: ReactNode }) => {
  const client = useClient()
  const outbox = useMemo(() => createOutbox({ userId, send: sendBy(client), words }), [userId, client])
  return <OutboxContext value={outbox}>{children}</OutboxContext>
}

/** The outbox of the signed-in user. */
export const useOutbox = (): Outbox => {
  const outbox = useContext(OutboxContext)
  if (!outbox) throw new Error('useOutbox needs an OutboxProvider above it')
  return outbox
}

/** The unsent replies of one conversation, oldest first. */
export const useUnsent = (conversationId: string): Unsent[] => {
  const all = useStore(useOutbox().unsent)
  return useMemo(() => all.filter((reply) => reply.conversationId === conversationId), [all, conversationId])
}
