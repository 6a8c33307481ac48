import { useMutation } from 'urql'
import { notify } from '../../components/notify.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { GateReason } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'

const RetryMessage = graphql(`
  mutation RetryMessage($id: ID!, $overrideWarnings: [GateReason!]) {
    retryMessage(id: $id, overrideWarnings: $overrideWarnings) {
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
  const retry = async (overrideWarnings: GateReason[] = []) => {
    const { data, error } = await send({ id, overrideWarnings })
    const refusal = data?.retryMessage.userErrors[0]
    if (!error && !refusal) return
    const anyway = { label: strings.composer.sendAnyway, onClick: () => void retry(['QUIET_HOURS']) }
    void notify(`${strings.delivery.retryFailed} ${refusal?.message ?? strings.trouble.offline}`, {
      look: 'error',
      // R25: quiet hours are a warning.
      ...(refusal?.code === 'QUIET_HOURS' && { action: anyway }),
    })
  }
  return { retry: () => void retry(), retrying: fetching }
}
