import { type DeliveryParts, deliverNotifications } from './deliver-notifications.ts'

export interface Notifier {
  /** Mails may be due. Returns at once; one delivery is under way in a process, and one more follows if need be. */
  kick(): void
  /** Finishes the mail in hand, and leaves the rest to others. */
  stop(): Promise<void>
}

/** Delivers mails beside the texts, so that a slow mail server holds up nothing else. */
export const createNotifier = (parts: DeliveryParts): Notifier => {
  let running: Promise<void> | null = null
  let again = false
  let stopping = false

  const run = async (): Promise<void> => {
    do {
      again = false
      try {
        await deliverNotifications(parts, () => stopping)
      } catch (error) {
        parts.log.error({ err: error }, 'mails could not be delivered; the next sweep tries again')
      }
    } while (again && !stopping)
    running = null
  }

  return {
    kick: () => {
      again = true
      if (!stopping) running ??= run()
    },
    stop: async () => {
      stopping = true
      await running
    },
  }
}
