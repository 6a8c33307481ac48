import type { Logger } from '../platform/log.ts'

/** A running part that can be ended; resolves once what it had in hand is done. */
export interface Stoppable {
  stop(): Promise<unknown>
}

/** Ends parts, the last started first. One that fails is logged, and the others are ended all the same. */
export const stopInOrder = async (started: Stoppable[], log: Logger): Promise<void> => {
  for (const part of started.splice(0).reverse()) {
    try {
      await part.stop()
    } catch (error) {
      log.error({ err: error }, 'a part did not stop cleanly')
    }
  }
}
