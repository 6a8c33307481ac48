import { useState } from 'react'
import { readStored, writeStored } from '../../lib/storage.ts'

const keyOf = (userId: string, conversationId: string) => `parley.draft.${userId}.${conversationId}`

/** What the agent has typed in one conversation; it waits there when they leave. Key the component by conversation. */
export const useDraft = (userId: string, conversationId: string): [string, (text: string) => void] => {
  const key = keyOf(userId, conversationId)
  const [text, setText] = useState(() => readStored(key) ?? '')
  const change = (next: string) => {
    setText(next)
    writeStored(key, next === '' ? null : next)
  }
  return [text, change]
}
