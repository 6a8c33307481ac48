/** The one confirmation of an opt-out: says who, that it took effect, and the way back; no marketing (compliance list, 3). */
export const optOutConfirmation = (organizationPrefix: string): string =>
  `${organizationPrefix}: You are unsubscribed and will get no more messages. Reply START to subscribe again.`
