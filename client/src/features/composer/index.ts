export { Composer, type ComposerHandle } from './composer.tsx'
export { OutboxProvider } from './outbox-context.tsx'
export { UnsentMessages } from './unsent-messages.tsx'
