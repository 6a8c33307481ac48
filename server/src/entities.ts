import { Account } from './features/accounts/account.entity.ts'
import { ApiKey } from './features/api-keys/api-key.entity.ts'
import { ConsentChange } from './features/consent/consent-change.entity.ts'
import { Conversation } from './features/conversations/conversation.entity.ts'
import { Message } from './features/messages/message.entity.ts'
import { Profile } from './features/profiles/profile.entity.ts'
import { Sender } from './features/senders/sender.entity.ts'
import { InboxSettings } from './features/settings/inbox-settings.entity.ts'
import { User } from './features/users/user.entity.ts'

/** Every MikroORM entity, for `openDatabase`. */
export const entities = [
  Account,
  ApiKey,
  ConsentChange,
  Conversation,
  InboxSettings,
  Message,
  Profile,
  Sender,
  User,
]
