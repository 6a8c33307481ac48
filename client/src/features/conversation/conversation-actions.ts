import { useMemo } from 'react'
import { type Client, useClient } from 'urql'
import { dismissNotice, notify } from '../../components/notify.ts'
import { strings } from '../../lib/strings.ts'
import { statusMutations, type Verb } from './status-mutations.ts'

const words = strings.actions
const said = { close: words.closed, open: words.opened, read: words.markedRead, unread: words.markedUnread }
const opposites: Record<Verb, Verb> = { close: 'open', open: 'close', read: 'unread', unread: 'read' }

/** Runs one verb; true if it was taken. If it was refused, the cache puts back what was shown before. */
const run = async (client: Client, verb: Verb, id: string): Promise<boolean> => {
  const { refusal, error } = await statusMutations[verb](client, [id])
  if (!error && !refusal) return true
  const reason = refusal ?? (error?.networkError ? strings.trouble.offline : '')
  void notify(`${strings.trouble.refused(words.names[verb])} ${reason}`.trim(), { look: 'error' })
  return false
}

/** How the last action is taken back; forgotten once done, or when its notice has gone. */
let takeBack: (() => void) | null = null

const undoLast = (): void => (takeBack ? takeBack() : void notify(words.nothingToUndo))

const offerUndo = (client: Client, verb: Verb, { id, isUnread }: ActedOn): void => {
  const forget = () => {
    if (takeBack === undo) takeBack = null
  }
  const undo = () => {
    forget()
    void dismissNotice(id)
    void run(client, opposites[verb], id).then((done) => {
      // Closing had marked it read (R27).
      if (done && verb === 'close' && isUnread) void run(client, 'unread', id)
    })
  }
  takeBack = undo
  void notify(said[verb], { id, action: { label: words.undo, onClick: undo }, onGone: forget })
}

/** What an action needs to know of its conversation to be able to take it back. */
export type ActedOn = { id: string; isUnread: boolean }

/** The agent's actions on a conversation. Each shows at once, and can be undone for some seconds by notice or `z`. */
export const useConversationActions = () => {
  const client = useClient()
  return useMemo(() => {
    const act = (verb: Verb) => (conversation: ActedOn) => {
      offerUndo(client, verb, conversation)
      void run(client, verb, conversation.id)
    }
    return {
      close: act('close'),
      open: act('open'),
      markRead: act('read'),
      markUnread: act('unread'),
      /** Opening a thread marks it read (R28); nobody asked for it, so there is no notice. */
      markSeen: (id: string) => void run(client, 'read', id),
      undo: undoLast,
    }
  }, [client])
}
