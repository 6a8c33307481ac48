/**
 * Names of the kinds of activity that Parley records by itself (R31). Integrators may record events of the same
 * names; those are then of the same metric.
 */
export const metrics = {
  /** A campaign's or flow's text reached the person's phone, by the carrier's receipt. */
  receivedSms: 'Received SMS',
  /** A text of any kind was refused, failed or was not delivered. */
  failedToDeliverSms: 'Failed to Deliver SMS',
  /** The person followed a short link (R34). */
  clickedSms: 'Clicked SMS',
  subscribedToSms: 'Subscribed to SMS',
  unsubscribedFromSms: 'Unsubscribed from SMS',
} as const
