import { Account } from './features/accounts/account.entity.ts'
import { ConsentChange } from './features/consent/consent-change.entity.ts'
import { Conversation } from './features/conversations/conversation.entity.ts'
import { Message } from './features/messages/message.entity.ts'
import { Profile } from './features/profiles/profile.entity.ts'
import { Sender } from './features/senders/sender.entity.ts'

/** Every MikroORM entity, for `openDatabase`. */
export const entities = [Account, ConsentChange, Conversation, Message, Profile, Sender]
