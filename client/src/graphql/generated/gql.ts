/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query UnreadCount {\n    unreadCount\n  }\n": typeof types.UnreadCountDocument,
    "\n  query ConversationPane($id: ID!) {\n    conversation(id: $id) {\n      id\n      status\n      isUnread\n      ...ConversationHeader\n      ...Thread\n      ...ComposerGate\n      profile {\n        id\n        ...ProfileCard\n      }\n    }\n  }\n": typeof types.ConversationPaneDocument,
    "\n  subscription InboxLive($after: String) {\n    inboxChanged(after: $after) {\n      cursor\n      kind\n      unreadCount\n      conversation {\n        id\n        ...ConversationRow\n        ...ConversationHeader\n        ...ComposerGate\n        profile {\n          id\n          ...ProfileCard\n        }\n      }\n      message {\n        id\n        direction\n        text\n        ...MessageBubble\n        conversation {\n          id\n        }\n        profile {\n          id\n          name\n          phoneNumber\n        }\n      }\n      profile {\n        id\n        ...ProfileCard\n        conversation {\n          id\n          ...ConversationRow\n          ...ConversationHeader\n          ...ComposerGate\n        }\n      }\n    }\n  }\n": typeof types.InboxLiveDocument,
    "\n  fragment ComposerGate on Conversation {\n    id\n    replyGate {\n      allowed\n      reasons\n    }\n    sender {\n      id\n      address\n    }\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    lastMessage {\n      id\n    }\n  }\n": typeof types.ComposerGateFragmentDoc,
    "\n  mutation SendReply($input: SendReplyInput!) {\n    sendReply(input: $input) {\n      message {\n        id\n        ...MessageBubble\n        conversation {\n          id\n        }\n      }\n      conversation {\n        id\n        ...ConversationRow\n        ...ConversationHeader\n        ...ComposerGate\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.SendReplyDocument,
    "\n  fragment ConversationHeader on Conversation {\n    id\n    status\n    isUnread\n    profile {\n      id\n      name\n      phoneNumber\n      timeZone\n    }\n  }\n": typeof types.ConversationHeaderFragmentDoc,
    "\n  fragment MessageBubble on Message {\n    id\n    direction\n    kind\n    text\n    hiddenMediaCount\n    media {\n      id\n      ...MessagePicture\n    }\n    status\n    scheduledAt\n    sentAt\n    heldReason\n    createdAt\n    failure {\n      code\n      title\n      detail\n      retryable\n    }\n    sentBy {\n      id\n      name\n    }\n    source {\n      id\n      type\n      name\n    }\n    attribution {\n      reason\n      source {\n        id\n        name\n      }\n    }\n  }\n": typeof types.MessageBubbleFragmentDoc,
    "\n  fragment MessagePicture on Media {\n    id\n    url\n    contentType\n    width\n    height\n  }\n": typeof types.MessagePictureFragmentDoc,
    "\n  mutation OpenConversations($ids: [ID!]!) {\n    openConversations(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n": typeof types.OpenConversationsDocument,
    "\n  mutation CloseConversations($ids: [ID!]!) {\n    closeConversations(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n": typeof types.CloseConversationsDocument,
    "\n  mutation MarkConversationsRead($ids: [ID!]!) {\n    markConversationsRead(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n": typeof types.MarkConversationsReadDocument,
    "\n  mutation MarkConversationsUnread($ids: [ID!]!) {\n    markConversationsUnread(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n": typeof types.MarkConversationsUnreadDocument,
    "\n  fragment ChangedConversations on ConversationsPayload {\n    conversations {\n      id\n      ...ConversationRow\n      ...ConversationHeader\n      ...ComposerGate\n    }\n    unreadCount\n    userErrors {\n      code\n      message\n    }\n  }\n": typeof types.ChangedConversationsFragmentDoc,
    "\n  fragment Thread on Conversation {\n    id\n    isUnread\n    isBackFromSnooze\n    waitingSince\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    messages(last: 50) {\n      nodes {\n        id\n        ...MessageBubble\n      }\n      pageInfo {\n        hasPreviousPage\n        startCursor\n      }\n    }\n    scheduledMessages {\n      id\n      ...MessageBubble\n    }\n  }\n": typeof types.ThreadFragmentDoc,
    "\n  query OlderMessages($id: ID!, $before: String) {\n    conversation(id: $id) {\n      id\n      messages(last: 50, before: $before) {\n        nodes {\n          id\n          ...MessageBubble\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": typeof types.OlderMessagesDocument,
    "\n  mutation RetryMessage($id: ID!, $overrideWarnings: [GateReason!]) {\n    retryMessage(id: $id, overrideWarnings: $overrideWarnings) {\n      message {\n        id\n        ...MessageBubble\n        conversation {\n          id\n        }\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RetryMessageDocument,
    "\n  mutation CancelScheduledMessage($id: ID!) {\n    cancelScheduledMessage(id: $id) {\n      message {\n        id\n        ...MessageBubble\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.CancelScheduledMessageDocument,
    "\n  mutation ReleaseScheduledMessage($id: ID!) {\n    releaseScheduledMessage(id: $id) {\n      message {\n        id\n        ...MessageBubble\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ReleaseScheduledMessageDocument,
    "\n  fragment ConversationRow on Conversation {\n    id\n    status\n    isUnread\n    isBackFromSnooze\n    snoozedUntil\n    lastMessageAt\n    listPosition\n    waitingSince\n    possibleOptOut\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    lastMessage {\n      id\n      text\n      direction\n      kind\n      status\n      hiddenMediaCount\n    }\n  }\n": typeof types.ConversationRowFragmentDoc,
    "\n  query StatusCounts {\n    open: conversations(first: 1, filter: { status: [OPEN] }) {\n      totalCount\n    }\n    snoozed: conversations(first: 1, filter: { status: [SNOOZED] }) {\n      totalCount\n    }\n    closed: conversations(first: 1, filter: { status: [CLOSED] }) {\n      totalCount\n    }\n  }\n": typeof types.StatusCountsDocument,
    "\n  query ConversationList($filter: ConversationFilter) {\n    conversations(first: 50, filter: $filter) {\n      nodes {\n        id\n        ...ConversationRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.ConversationListDocument,
    "\n  query MoreConversations($filter: ConversationFilter, $after: String) {\n    conversations(first: 50, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...ConversationRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.MoreConversationsDocument,
    "\n  fragment ProfileCard on Profile {\n    id\n    name\n    phoneNumber\n    email\n    timeZone\n    isBlocked\n    blockedAt\n    createdAt\n    location {\n      city\n      region\n      country\n    }\n    consent {\n      state\n      since\n    }\n  }\n": typeof types.ProfileCardFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      role\n      canUseInbox\n      user {\n        id\n        name\n        email\n      }\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  query Account {\n    account {\n      id\n      name\n      senders {\n        id\n        address\n        canReceive\n      }\n    }\n  }\n": typeof types.AccountDocument,
};
const documents: Documents = {
    "\n  query UnreadCount {\n    unreadCount\n  }\n": types.UnreadCountDocument,
    "\n  query ConversationPane($id: ID!) {\n    conversation(id: $id) {\n      id\n      status\n      isUnread\n      ...ConversationHeader\n      ...Thread\n      ...ComposerGate\n      profile {\n        id\n        ...ProfileCard\n      }\n    }\n  }\n": types.ConversationPaneDocument,
    "\n  subscription InboxLive($after: String) {\n    inboxChanged(after: $after) {\n      cursor\n      kind\n      unreadCount\n      conversation {\n        id\n        ...ConversationRow\n        ...ConversationHeader\n        ...ComposerGate\n        profile {\n          id\n          ...ProfileCard\n        }\n      }\n      message {\n        id\n        direction\n        text\n        ...MessageBubble\n        conversation {\n          id\n        }\n        profile {\n          id\n          name\n          phoneNumber\n        }\n      }\n      profile {\n        id\n        ...ProfileCard\n        conversation {\n          id\n          ...ConversationRow\n          ...ConversationHeader\n          ...ComposerGate\n        }\n      }\n    }\n  }\n": types.InboxLiveDocument,
    "\n  fragment ComposerGate on Conversation {\n    id\n    replyGate {\n      allowed\n      reasons\n    }\n    sender {\n      id\n      address\n    }\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    lastMessage {\n      id\n    }\n  }\n": types.ComposerGateFragmentDoc,
    "\n  mutation SendReply($input: SendReplyInput!) {\n    sendReply(input: $input) {\n      message {\n        id\n        ...MessageBubble\n        conversation {\n          id\n        }\n      }\n      conversation {\n        id\n        ...ConversationRow\n        ...ConversationHeader\n        ...ComposerGate\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.SendReplyDocument,
    "\n  fragment ConversationHeader on Conversation {\n    id\n    status\n    isUnread\n    profile {\n      id\n      name\n      phoneNumber\n      timeZone\n    }\n  }\n": types.ConversationHeaderFragmentDoc,
    "\n  fragment MessageBubble on Message {\n    id\n    direction\n    kind\n    text\n    hiddenMediaCount\n    media {\n      id\n      ...MessagePicture\n    }\n    status\n    scheduledAt\n    sentAt\n    heldReason\n    createdAt\n    failure {\n      code\n      title\n      detail\n      retryable\n    }\n    sentBy {\n      id\n      name\n    }\n    source {\n      id\n      type\n      name\n    }\n    attribution {\n      reason\n      source {\n        id\n        name\n      }\n    }\n  }\n": types.MessageBubbleFragmentDoc,
    "\n  fragment MessagePicture on Media {\n    id\n    url\n    contentType\n    width\n    height\n  }\n": types.MessagePictureFragmentDoc,
    "\n  mutation OpenConversations($ids: [ID!]!) {\n    openConversations(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n": types.OpenConversationsDocument,
    "\n  mutation CloseConversations($ids: [ID!]!) {\n    closeConversations(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n": types.CloseConversationsDocument,
    "\n  mutation MarkConversationsRead($ids: [ID!]!) {\n    markConversationsRead(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n": types.MarkConversationsReadDocument,
    "\n  mutation MarkConversationsUnread($ids: [ID!]!) {\n    markConversationsUnread(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n": types.MarkConversationsUnreadDocument,
    "\n  fragment ChangedConversations on ConversationsPayload {\n    conversations {\n      id\n      ...ConversationRow\n      ...ConversationHeader\n      ...ComposerGate\n    }\n    unreadCount\n    userErrors {\n      code\n      message\n    }\n  }\n": types.ChangedConversationsFragmentDoc,
    "\n  fragment Thread on Conversation {\n    id\n    isUnread\n    isBackFromSnooze\n    waitingSince\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    messages(last: 50) {\n      nodes {\n        id\n        ...MessageBubble\n      }\n      pageInfo {\n        hasPreviousPage\n        startCursor\n      }\n    }\n    scheduledMessages {\n      id\n      ...MessageBubble\n    }\n  }\n": types.ThreadFragmentDoc,
    "\n  query OlderMessages($id: ID!, $before: String) {\n    conversation(id: $id) {\n      id\n      messages(last: 50, before: $before) {\n        nodes {\n          id\n          ...MessageBubble\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": types.OlderMessagesDocument,
    "\n  mutation RetryMessage($id: ID!, $overrideWarnings: [GateReason!]) {\n    retryMessage(id: $id, overrideWarnings: $overrideWarnings) {\n      message {\n        id\n        ...MessageBubble\n        conversation {\n          id\n        }\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.RetryMessageDocument,
    "\n  mutation CancelScheduledMessage($id: ID!) {\n    cancelScheduledMessage(id: $id) {\n      message {\n        id\n        ...MessageBubble\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.CancelScheduledMessageDocument,
    "\n  mutation ReleaseScheduledMessage($id: ID!) {\n    releaseScheduledMessage(id: $id) {\n      message {\n        id\n        ...MessageBubble\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.ReleaseScheduledMessageDocument,
    "\n  fragment ConversationRow on Conversation {\n    id\n    status\n    isUnread\n    isBackFromSnooze\n    snoozedUntil\n    lastMessageAt\n    listPosition\n    waitingSince\n    possibleOptOut\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    lastMessage {\n      id\n      text\n      direction\n      kind\n      status\n      hiddenMediaCount\n    }\n  }\n": types.ConversationRowFragmentDoc,
    "\n  query StatusCounts {\n    open: conversations(first: 1, filter: { status: [OPEN] }) {\n      totalCount\n    }\n    snoozed: conversations(first: 1, filter: { status: [SNOOZED] }) {\n      totalCount\n    }\n    closed: conversations(first: 1, filter: { status: [CLOSED] }) {\n      totalCount\n    }\n  }\n": types.StatusCountsDocument,
    "\n  query ConversationList($filter: ConversationFilter) {\n    conversations(first: 50, filter: $filter) {\n      nodes {\n        id\n        ...ConversationRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.ConversationListDocument,
    "\n  query MoreConversations($filter: ConversationFilter, $after: String) {\n    conversations(first: 50, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...ConversationRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.MoreConversationsDocument,
    "\n  fragment ProfileCard on Profile {\n    id\n    name\n    phoneNumber\n    email\n    timeZone\n    isBlocked\n    blockedAt\n    createdAt\n    location {\n      city\n      region\n      country\n    }\n    consent {\n      state\n      since\n    }\n  }\n": types.ProfileCardFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      role\n      canUseInbox\n      user {\n        id\n        name\n        email\n      }\n    }\n  }\n": types.ViewerDocument,
    "\n  query Account {\n    account {\n      id\n      name\n      senders {\n        id\n        address\n        canReceive\n      }\n    }\n  }\n": types.AccountDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UnreadCount {\n    unreadCount\n  }\n"): (typeof documents)["\n  query UnreadCount {\n    unreadCount\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConversationPane($id: ID!) {\n    conversation(id: $id) {\n      id\n      status\n      isUnread\n      ...ConversationHeader\n      ...Thread\n      ...ComposerGate\n      profile {\n        id\n        ...ProfileCard\n      }\n    }\n  }\n"): (typeof documents)["\n  query ConversationPane($id: ID!) {\n    conversation(id: $id) {\n      id\n      status\n      isUnread\n      ...ConversationHeader\n      ...Thread\n      ...ComposerGate\n      profile {\n        id\n        ...ProfileCard\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription InboxLive($after: String) {\n    inboxChanged(after: $after) {\n      cursor\n      kind\n      unreadCount\n      conversation {\n        id\n        ...ConversationRow\n        ...ConversationHeader\n        ...ComposerGate\n        profile {\n          id\n          ...ProfileCard\n        }\n      }\n      message {\n        id\n        direction\n        text\n        ...MessageBubble\n        conversation {\n          id\n        }\n        profile {\n          id\n          name\n          phoneNumber\n        }\n      }\n      profile {\n        id\n        ...ProfileCard\n        conversation {\n          id\n          ...ConversationRow\n          ...ConversationHeader\n          ...ComposerGate\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription InboxLive($after: String) {\n    inboxChanged(after: $after) {\n      cursor\n      kind\n      unreadCount\n      conversation {\n        id\n        ...ConversationRow\n        ...ConversationHeader\n        ...ComposerGate\n        profile {\n          id\n          ...ProfileCard\n        }\n      }\n      message {\n        id\n        direction\n        text\n        ...MessageBubble\n        conversation {\n          id\n        }\n        profile {\n          id\n          name\n          phoneNumber\n        }\n      }\n      profile {\n        id\n        ...ProfileCard\n        conversation {\n          id\n          ...ConversationRow\n          ...ConversationHeader\n          ...ComposerGate\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ComposerGate on Conversation {\n    id\n    replyGate {\n      allowed\n      reasons\n    }\n    sender {\n      id\n      address\n    }\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    lastMessage {\n      id\n    }\n  }\n"): (typeof documents)["\n  fragment ComposerGate on Conversation {\n    id\n    replyGate {\n      allowed\n      reasons\n    }\n    sender {\n      id\n      address\n    }\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    lastMessage {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendReply($input: SendReplyInput!) {\n    sendReply(input: $input) {\n      message {\n        id\n        ...MessageBubble\n        conversation {\n          id\n        }\n      }\n      conversation {\n        id\n        ...ConversationRow\n        ...ConversationHeader\n        ...ComposerGate\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SendReply($input: SendReplyInput!) {\n    sendReply(input: $input) {\n      message {\n        id\n        ...MessageBubble\n        conversation {\n          id\n        }\n      }\n      conversation {\n        id\n        ...ConversationRow\n        ...ConversationHeader\n        ...ComposerGate\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConversationHeader on Conversation {\n    id\n    status\n    isUnread\n    profile {\n      id\n      name\n      phoneNumber\n      timeZone\n    }\n  }\n"): (typeof documents)["\n  fragment ConversationHeader on Conversation {\n    id\n    status\n    isUnread\n    profile {\n      id\n      name\n      phoneNumber\n      timeZone\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MessageBubble on Message {\n    id\n    direction\n    kind\n    text\n    hiddenMediaCount\n    media {\n      id\n      ...MessagePicture\n    }\n    status\n    scheduledAt\n    sentAt\n    heldReason\n    createdAt\n    failure {\n      code\n      title\n      detail\n      retryable\n    }\n    sentBy {\n      id\n      name\n    }\n    source {\n      id\n      type\n      name\n    }\n    attribution {\n      reason\n      source {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment MessageBubble on Message {\n    id\n    direction\n    kind\n    text\n    hiddenMediaCount\n    media {\n      id\n      ...MessagePicture\n    }\n    status\n    scheduledAt\n    sentAt\n    heldReason\n    createdAt\n    failure {\n      code\n      title\n      detail\n      retryable\n    }\n    sentBy {\n      id\n      name\n    }\n    source {\n      id\n      type\n      name\n    }\n    attribution {\n      reason\n      source {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MessagePicture on Media {\n    id\n    url\n    contentType\n    width\n    height\n  }\n"): (typeof documents)["\n  fragment MessagePicture on Media {\n    id\n    url\n    contentType\n    width\n    height\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenConversations($ids: [ID!]!) {\n    openConversations(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n"): (typeof documents)["\n  mutation OpenConversations($ids: [ID!]!) {\n    openConversations(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CloseConversations($ids: [ID!]!) {\n    closeConversations(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n"): (typeof documents)["\n  mutation CloseConversations($ids: [ID!]!) {\n    closeConversations(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MarkConversationsRead($ids: [ID!]!) {\n    markConversationsRead(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n"): (typeof documents)["\n  mutation MarkConversationsRead($ids: [ID!]!) {\n    markConversationsRead(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MarkConversationsUnread($ids: [ID!]!) {\n    markConversationsUnread(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n"): (typeof documents)["\n  mutation MarkConversationsUnread($ids: [ID!]!) {\n    markConversationsUnread(ids: $ids) {\n      ...ChangedConversations\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ChangedConversations on ConversationsPayload {\n    conversations {\n      id\n      ...ConversationRow\n      ...ConversationHeader\n      ...ComposerGate\n    }\n    unreadCount\n    userErrors {\n      code\n      message\n    }\n  }\n"): (typeof documents)["\n  fragment ChangedConversations on ConversationsPayload {\n    conversations {\n      id\n      ...ConversationRow\n      ...ConversationHeader\n      ...ComposerGate\n    }\n    unreadCount\n    userErrors {\n      code\n      message\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Thread on Conversation {\n    id\n    isUnread\n    isBackFromSnooze\n    waitingSince\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    messages(last: 50) {\n      nodes {\n        id\n        ...MessageBubble\n      }\n      pageInfo {\n        hasPreviousPage\n        startCursor\n      }\n    }\n    scheduledMessages {\n      id\n      ...MessageBubble\n    }\n  }\n"): (typeof documents)["\n  fragment Thread on Conversation {\n    id\n    isUnread\n    isBackFromSnooze\n    waitingSince\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    messages(last: 50) {\n      nodes {\n        id\n        ...MessageBubble\n      }\n      pageInfo {\n        hasPreviousPage\n        startCursor\n      }\n    }\n    scheduledMessages {\n      id\n      ...MessageBubble\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OlderMessages($id: ID!, $before: String) {\n    conversation(id: $id) {\n      id\n      messages(last: 50, before: $before) {\n        nodes {\n          id\n          ...MessageBubble\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OlderMessages($id: ID!, $before: String) {\n    conversation(id: $id) {\n      id\n      messages(last: 50, before: $before) {\n        nodes {\n          id\n          ...MessageBubble\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetryMessage($id: ID!, $overrideWarnings: [GateReason!]) {\n    retryMessage(id: $id, overrideWarnings: $overrideWarnings) {\n      message {\n        id\n        ...MessageBubble\n        conversation {\n          id\n        }\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RetryMessage($id: ID!, $overrideWarnings: [GateReason!]) {\n    retryMessage(id: $id, overrideWarnings: $overrideWarnings) {\n      message {\n        id\n        ...MessageBubble\n        conversation {\n          id\n        }\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelScheduledMessage($id: ID!) {\n    cancelScheduledMessage(id: $id) {\n      message {\n        id\n        ...MessageBubble\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CancelScheduledMessage($id: ID!) {\n    cancelScheduledMessage(id: $id) {\n      message {\n        id\n        ...MessageBubble\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReleaseScheduledMessage($id: ID!) {\n    releaseScheduledMessage(id: $id) {\n      message {\n        id\n        ...MessageBubble\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ReleaseScheduledMessage($id: ID!) {\n    releaseScheduledMessage(id: $id) {\n      message {\n        id\n        ...MessageBubble\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConversationRow on Conversation {\n    id\n    status\n    isUnread\n    isBackFromSnooze\n    snoozedUntil\n    lastMessageAt\n    listPosition\n    waitingSince\n    possibleOptOut\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    lastMessage {\n      id\n      text\n      direction\n      kind\n      status\n      hiddenMediaCount\n    }\n  }\n"): (typeof documents)["\n  fragment ConversationRow on Conversation {\n    id\n    status\n    isUnread\n    isBackFromSnooze\n    snoozedUntil\n    lastMessageAt\n    listPosition\n    waitingSince\n    possibleOptOut\n    profile {\n      id\n      name\n      phoneNumber\n    }\n    lastMessage {\n      id\n      text\n      direction\n      kind\n      status\n      hiddenMediaCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StatusCounts {\n    open: conversations(first: 1, filter: { status: [OPEN] }) {\n      totalCount\n    }\n    snoozed: conversations(first: 1, filter: { status: [SNOOZED] }) {\n      totalCount\n    }\n    closed: conversations(first: 1, filter: { status: [CLOSED] }) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query StatusCounts {\n    open: conversations(first: 1, filter: { status: [OPEN] }) {\n      totalCount\n    }\n    snoozed: conversations(first: 1, filter: { status: [SNOOZED] }) {\n      totalCount\n    }\n    closed: conversations(first: 1, filter: { status: [CLOSED] }) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConversationList($filter: ConversationFilter) {\n    conversations(first: 50, filter: $filter) {\n      nodes {\n        id\n        ...ConversationRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query ConversationList($filter: ConversationFilter) {\n    conversations(first: 50, filter: $filter) {\n      nodes {\n        id\n        ...ConversationRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MoreConversations($filter: ConversationFilter, $after: String) {\n    conversations(first: 50, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...ConversationRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query MoreConversations($filter: ConversationFilter, $after: String) {\n    conversations(first: 50, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...ConversationRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ProfileCard on Profile {\n    id\n    name\n    phoneNumber\n    email\n    timeZone\n    isBlocked\n    blockedAt\n    createdAt\n    location {\n      city\n      region\n      country\n    }\n    consent {\n      state\n      since\n    }\n  }\n"): (typeof documents)["\n  fragment ProfileCard on Profile {\n    id\n    name\n    phoneNumber\n    email\n    timeZone\n    isBlocked\n    blockedAt\n    createdAt\n    location {\n      city\n      region\n      country\n    }\n    consent {\n      state\n      since\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      role\n      canUseInbox\n      user {\n        id\n        name\n        email\n      }\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      role\n      canUseInbox\n      user {\n        id\n        name\n        email\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Account {\n    account {\n      id\n      name\n      senders {\n        id\n        address\n        canReceive\n      }\n    }\n  }\n"): (typeof documents)["\n  query Account {\n    account {\n      id\n      name\n      senders {\n        id\n        address\n        canReceive\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;