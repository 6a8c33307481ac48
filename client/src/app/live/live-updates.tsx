import { useEffect } from 'react'
import { type Client, useClient } from 'urql'
import { announce } from '../../components/live-region.tsx'
import { StatusCountsQuery } from '../../features/inbox/index.ts'
import type { InboxLiveSubscription as Live } from '../../graphql/generated/graphql.ts'
import { displayName } from '../../lib/phone.ts'
import { strings } from '../../lib/strings.ts'
import { InboxLiveSubscription } from './inbox-live.ts'
import { isRepeat } from './keep-order.ts'

type LiveChange = Live['inboxChanged']

/** Tabs that count hundreds need not be right more often than this, in milliseconds. */
const countEvery = 1_000

const mayMoveCounts: readonly LiveChange['kind'][] = ['MESSAGE_RECEIVED', 'CONVERSATION_CHANGED', 'RESYNC']

/** Asks for the status counts after changes that may move them, at most once a second. */
const freshCounts = (client: Client) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let askedAt = 0
  const ask = () => {
    timer = undefined
    askedAt = Date.now()
    void client.query(StatusCountsQuery, {}, { requestPolicy: 'network-only' }).toPromise()
  }
  return {
    soon: () => {
      timer ??= setTimeout(ask, Math.max(0, askedAt + countEvery - Date.now()))
    },
    stop: () => clearTimeout(timer),
  }
}

const announceText = ({ message }: LiveChange): void => {
  if (message?.direction !== 'INBOUND') return
  announce(strings.live.newText(displayName(message.profile), message.text))
}

/** Keeps the one live subscription open; the cache takes its changes in, this does the rest. */
export const LiveUpdates = () => {
  const client = useClient()
  useEffect(() => {
    const counts = freshCounts(client)
    const subscription = client.subscription(InboxLiveSubscription, {}).subscribe((result) => {
      const change = result.data?.inboxChanged
      if (!change || isRepeat(result)) return
      if (mayMoveCounts.includes(change.kind)) counts.soon()
      if (change.kind === 'MESSAGE_RECEIVED') announceText(change)
    })
    return () => {
      counts.stop()
      subscription.unsubscribe()
    }
  }, [client])
  return null
}
