import { conversationStrings } from './conversation-strings.ts'

/**
 * Every text the client shows. Another language is another object of this type.
 * Dates, times and numbers are not here: lib/time.ts formats them with Intl.
 */
export const strings = {
  app: { name: 'Parley', loading: 'Loading' },
  title: (section: string, unread: number) => `${unread > 0 ? `(${unread}) ` : ''}${section} · Parley`,

  rail: {
    label: 'Main',
    inbox: 'Inbox',
    unreadConversations: (count: number) =>
      count === 1 ? '1 unread conversation' : `${count} unread conversations`,
    sandbox: 'Sandbox phones',
    keys: 'Keyboard shortcuts',
    theme: { light: 'Light theme', dark: 'Dark theme', system: 'Theme of the system' },
    changeTheme: (current: string) => `${current}. Change`,
    account: (name: string) => `Signed in as ${name}`,
    signOut: 'Sign out',
  },

  live: {
    live: 'Live',
    connecting: 'Connecting…',
    lost: 'Connection lost',
    catchingUp: 'Catching up…',
    lostDetail: 'What you see may be out of date. Trying again…',
    catchingUpDetail: 'Back online. Catching up…',
    tryNow: 'Try now',
    newText: (from: string, text: string) => `New text from ${from}: ${text}`,
  },

  signIn: {
    heading: 'Sign in to Parley',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    submitting: 'Signing in…',
    wrong: 'That e-mail and password don’t match. Check both and try again.',
    tooMany: 'Too many attempts. Wait a minute, then try again.',
    unreachable: 'Parley can’t be reached. Check your connection and try again.',
    refused: 'Signing in didn’t work. Try again; if it keeps failing, tell whoever runs your Parley.',
    ended: 'Your session has ended. Sign in again to carry on; what you typed is still there.',
    tagline: 'Every customer’s text, in one calm place.',
  },

  noAccess: {
    heading: 'You don’t have access to the inbox',
    detail: (name: string, role: string) =>
      `You’re signed in as ${name}, with the role ${role}. Only Owners, Admins, Managers and Support can use the inbox.`,
    next: 'If you need it, ask an Owner or Admin of your account to change your role.',
  },
  roles: {
    OWNER: 'Owner',
    ADMIN: 'Admin',
    MANAGER: 'Manager',
    SUPPORT: 'Support',
    ANALYST: 'Analyst',
    CAMPAIGN_COORDINATOR: 'Campaign coordinator',
    CONTENT_CREATOR: 'Content creator',
  },

  trouble: {
    heading: 'This didn’t load',
    detail: 'The server didn’t answer as expected. Nothing is lost.',
    retry: 'Try again',
    notFound: 'There is nothing here',
    notFoundDetail: 'The address may be mistyped, or the page has moved.',
    toInbox: 'Go to the inbox',
    crashed: 'Something went wrong on this page',
    crashedDetail: 'Reload to carry on. What you typed is kept.',
    reload: 'Reload',
    refused: (what: string) => `${what} didn’t work, and was put back.`,
    offline: 'Parley can’t be reached right now.',
  },

  list: {
    label: 'Conversations',
    statuses: 'Status',
    status: { OPEN: 'Open', SNOOZED: 'Snoozed', CLOSED: 'Closed' },
    unreadOnly: 'Unread',
    unreadOnlyLabel: 'Show unread only',
    you: 'You:',
    unread: 'Unread',
    noMessages: 'No messages yet',
    attachments: (count: number) => (count === 1 ? '1 attachment' : `${count} attachments`),
    attachment: 'Attachment',
    waitingLabel: (time: string) => `Waiting for an answer for ${time}`,
    failed: 'Last message was not delivered',
    uncertain: 'Last message may not have been sent',
    possibleOptOut: 'May want to opt out',
    snoozedUntil: (time: string) => `Snoozed until ${time}`,
    backFromSnooze: 'Back from snooze',
    loadingMore: 'Loading more',
    empty: {
      OPEN: { heading: 'All clear', detail: 'No open conversations. New texts appear here by themselves.' },
      SNOOZED: { heading: 'Nothing snoozed', detail: 'Snoozed conversations wait here until they’re due.' },
      CLOSED: { heading: 'Nothing closed yet', detail: 'Conversations that you close are kept here.' },
      unread: { heading: 'Nothing unread', detail: 'You’re up to date.' },
      showAll: 'Show all',
    },
    first: {
      heading: 'Waiting for the first text',
      detail: (number: string) =>
        `Conversations start when someone texts ${number}. The first one will appear here, live.`,
      anyNumber: 'one of your numbers',
      sandbox: 'Text from a sandbox phone',
    },
  },

  ...conversationStrings,

  keys: {
    heading: 'Keyboard shortcuts',
    next: 'Next conversation',
    previous: 'Previous conversation',
    open: 'Open the conversation',
    reply: 'Write a reply',
    close: 'Close or open the conversation',
    unread: 'Mark read or unread',
    undo: 'Undo the last action',
    search: 'Go to the list',
    help: 'Show this list',
    back: 'Back, or leave a field',
    send: 'Send the reply',
    newline: 'New line in the reply',
    done: 'Done',
  },
}

/** The shape of a catalogue; a translation satisfies it. */
export type Strings = typeof strings
