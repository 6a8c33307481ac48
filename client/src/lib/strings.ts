/**
 * Every text the client shows, in one place. Another language is another object of this type.
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

  thread: {
    label: (name: string) => `Conversation with ${name}`,
    messages: 'Messages',
    back: 'Back to the list',
    close: 'Close',
    open: 'Open',
    more: 'More actions',
    markUnread: 'Mark unread',
    markRead: 'Mark read',
    showProfile: 'Show profile',
    hideProfile: 'Hide profile',
    localTime: (time: string) => `${time} local time`,
    unknownZone: 'Local time unknown',
    choose: 'Choose a conversation',
    chooseDetail: 'Use the list, or press J and K to move and Enter to open.',
    missing: 'This conversation isn’t here',
    missingDetail: 'It may belong to another account, or the link is incomplete.',
    newPill: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
    toBottom: 'Go to the latest message',
    newDivider: 'New',
    start: 'The beginning of this conversation',
    loadingOlder: 'Loading older messages',
    olderFailed: 'Older messages didn’t load.',
    noMessages: 'No messages in this conversation yet.',
    today: 'Today',
    yesterday: 'Yesterday',
    kinds: {
      CAMPAIGN: 'Campaign',
      FLOW: 'Flow',
      AUTO_RESPONSE: 'Auto-response',
      COMPLIANCE: 'Compliance answer',
    },
    fromSource: (kind: string, name: string) => `${kind} · ${name}`,
    answerTo: (name: string) => `In answer to ${name}`,
    you: 'You',
    teammate: 'Teammate',
    hiddenMedia: (count: number) =>
      count === 1 ? '1 attachment was sent, not shown' : `${count} attachments were sent, not shown`,
    picture: 'Picture',
    file: 'Open the attachment',
    said: (who: string, when: string) => `${who}, ${when}`,
  },

  delivery: {
    SCHEDULED: 'Scheduled',
    QUEUED: 'Sending',
    SENT: 'Sent',
    DELIVERED: 'Delivered',
    UNDELIVERED: 'Not delivered',
    FAILED: 'Not sent',
    CANCELED: 'Canceled, never sent',
    UNKNOWN: 'May not have been sent',
    RECEIVED: 'Received',
    failedDetail: 'The person did not get this text.',
    unknownDetail: 'The carrier never confirmed this text, so it may or may not have reached the person.',
    retry: 'Retry',
    risk: {
      heading: 'Send it again?',
      detail:
        'We can’t tell whether the carrier sent this text. If it did, sending it again means the person gets it twice.',
      confirm: 'Send again',
      cancel: 'Leave it',
    },
    retryFailed: 'The retry didn’t go through.',
  },

  scheduled: {
    heading: 'Scheduled',
    goesOut: (who: string, time: string) => `${who} · goes out ${time}`,
    planned: (who: string, time: string) => `${who} · planned for ${time}`,
    today: (time: string) => `today at ${time}`,
    tomorrow: (time: string) => `tomorrow at ${time}`,
    on: (day: string, time: string) => `${day} at ${time}`,
    now: 'now',
    held: {
      PERSON_WROTE: (name: string) =>
        `On hold: ${name} wrote after this was scheduled. Read it first, then send this or cancel it.`,
      QUIET_HOURS: (name: string) =>
        `Waiting because of quiet hours where ${name} is. It goes out by itself when they end.`,
    },
    cancel: 'Cancel',
    sendNow: 'Send now',
    keep: 'Send as planned',
    showAll: (count: number) => `Show all ${count} scheduled messages`,
    cancelFailed: 'This message couldn’t be canceled.',
    releaseFailed: 'This message stays on hold.',
  },

  actions: {
    closed: 'Conversation closed',
    opened: 'Conversation opened',
    markedRead: 'Marked read',
    markedUnread: 'Marked unread',
    undo: 'Undo',
    names: { close: 'Closing', open: 'Opening', read: 'Marking read', unread: 'Marking unread' },
    nothingToUndo: 'Nothing to undo',
  },

  composer: {
    label: (name: string) => `Reply to ${name}`,
    placeholder: (name: string) => `Text ${name}`,
    send: 'Send',
    hint: 'Enter sends · Shift + Enter for a new line',
    from: (number: string) => `From ${number}`,
    sending: 'Sending…',
    notConfirmed: 'Not confirmed. Trying again can’t send it twice.',
    notSent: 'Not sent',
    heldBack: 'Held back, because the text before it wasn’t sent.',
    offline: 'No answer from the server. Trying again can’t send it twice.',
    tryAgain: 'Try again',
    sendAnyway: 'Send anyway',
    edit: 'Edit',
    discard: 'Discard',
    tooLong: (max: number) => `Too long: ${max} characters at most.`,
  },

  gate: {
    heading: 'You can’t reply right now',
    reasons: {
      NOT_SUBSCRIBED: (name: string) =>
        `${name} hasn’t agreed to receive texts. Once they opt in, by texting START for example, you can reply here at once.`,
      OPTED_OUT: (name: string) =>
        `${name} opted out of texts. Only they can change that, by texting START; you can reply as soon as they do.`,
      BLOCKED: (name: string) => `${name} is blocked. Unblock them to reply.`,
      NO_INBOUND_YET: (name: string) =>
        `${name} hasn’t texted yet. A conversation starts when they text one of your numbers.`,
      SENDER_CANNOT_RECEIVE: () =>
        'This conversation’s sender can’t receive texts, so it can’t carry a conversation.',
      NO_SENDER: () =>
        'The number this person last texted is no longer yours, so a reply has no number to go from.',
      UNREACHABLE: (name: string) => `The carrier says that ${name}’s number can’t be reached by text.`,
      QUIET_HOURS: (name: string) => `It’s outside 8 AM to 8 PM where ${name} is.`,
    },
  },

  profile: {
    label: 'Profile',
    phone: 'Phone',
    email: 'E-mail',
    location: 'Location',
    localTime: 'Local time',
    unknown: 'Unknown',
    since: (date: string) => `since ${date}`,
    consent: {
      SUBSCRIBED: 'Subscribed',
      UNSUBSCRIBED: 'Opted out',
      NEVER_SUBSCRIBED: 'Never subscribed',
    },
    smsConsent: 'SMS consent',
    blocked: 'Blocked',
    customerSince: 'Known since',
    close: 'Close profile',
    sandboxPhone: 'Open their sandbox phone',
  },

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
