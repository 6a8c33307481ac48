import { useMutation } from 'urql'
import { notify } from '../../components/notify.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import { strings } from '../../lib/strings.ts'

const RetryMessage = graphql(`
  mutation RetryMessage($id: ID!) {
    retryMessage(id: $id) {
      message {
        id
        ...MessageBubble
        conversation {
          id
        }
      }
      userErrors {
        code
        message
      }
    }
  }
`)

/** Sends a message again that failed, or may have (R22). The server's gate decides anew. */
export const useRetry = (id: string) => {
  const [{ fetching }, send] = useMutation(RetryMessage)
  const retry = async () => {
    const { data, error } = await send({ id })
    const refusal = data?.retryMessage.userErrors[0]?.message
    if (error || refusal) {
      void notify(`${strings.delivery.retryFailed} ${refusal ?? strings.trouble.offline}`, { look: 'error' })
    }
  }
  return { retry: () => void retry(), retrying: fetching }
}
