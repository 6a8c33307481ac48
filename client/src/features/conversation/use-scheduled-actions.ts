import { useMutation } from 'urql'
import { notify } from '../../components/notify.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import { strings } from '../../lib/strings.ts'

const CancelScheduledMessage = graphql(`
  mutation CancelScheduledMessage($id: ID!) {
    cancelScheduledMessage(id: $id) {
      message {
        id
        ...MessageBubble
      }
      userErrors {
        code
        message
      }
    }
  }
`)

const ReleaseScheduledMessage = graphql(`
  mutation ReleaseScheduledMessage($id: ID!) {
    releaseScheduledMessage(id: $id) {
      message {
        id
        ...MessageBubble
      }
      userErrors {
        code
        message
      }
    }
  }
`)

const words = strings.scheduled

const tell = (what: string, reason: string | undefined): void =>
  void notify(`${what} ${reason ?? strings.trouble.offline}`, { look: 'error' })

/** What an agent can do with a scheduled reply (B4). Calling it off shows at once, and is put back if it was too late. */
export const useScheduledActions = (id: string) => {
  const [canceling, cancel] = useMutation(CancelScheduledMessage)
  const [releasing, release] = useMutation(ReleaseScheduledMessage)
  return {
    busy: canceling.fetching || releasing.fetching,
    cancel: async () => {
      const { data, error } = await cancel({ id })
      const refusal = data?.cancelScheduledMessage.userErrors[0]
      if (error || refusal) tell(words.cancelFailed, refusal?.message)
    },
    release: async () => {
      const { data, error } = await release({ id })
      const refusal = data?.releaseScheduledMessage.userErrors[0]
      if (error || refusal) tell(words.releaseFailed, refusal?.message)
    },
  }
}
