export const STATUS_PATH = '/webhooks/plivo/status'

/** The message and attempt that a callback's path names. */
export interface CallbackTarget {
  accountId: string
  messageId: string
  attempt: number
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const target = new RegExp(`^${STATUS_PATH}/(${uuid})/(${uuid})/(\\d{1,4})$`)

/** The callback path of one attempt to send one message: a callback settles it even if Plivo's answer never came (R22). */
export const callbackPath = ({ accountId, messageId, attempt }: CallbackTarget): string =>
  `${STATUS_PATH}/${accountId}/${messageId}/${attempt}`

/** Reads such a path; null for the bare one. */
export const readCallbackPath = (path: string): CallbackTarget | null => {
  const match = target.exec(path)
  return match?.[1] && match[2]
    ? { accountId: match[1], messageId: match[2], attempt: Number(match[3]) }
    : null
}
