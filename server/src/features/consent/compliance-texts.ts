/** The one confirmation of an opt-out: says who, that it took effect, and the way back; no marketing (compliance list, 3). */
export const optOutConfirmation = (organizationPrefix: string): string =>
  `${organizationPrefix}: You are unsubscribed and will get no more messages. Reply START to subscribe again.`

/**
 * Asks who texted a subscribe keyword to confirm (R13). With what a programme must say before someone joins: who
 * writes, how often, what it costs, and the ways to help and out.
 */
export const confirmationRequest = (organizationPrefix: string): string =>
  `${organizationPrefix}: Reply YES to subscribe to our texts. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to cancel.`

/** The answer to HELP and INFO (R13): who writes, where a person can be reached, what it costs, and the way out. */
export const helpAnswer = (organizationPrefix: string, contactEmail: string | null): string => {
  const contact = contactEmail === null ? 'text us your question here' : `write to ${contactEmail}`
  return `${organizationPrefix}: For help, ${contact}. Msg & data rates may apply. Reply STOP to unsubscribe.`
}
