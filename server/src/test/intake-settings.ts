import type { IntakeSettings } from '../features/messages/intake/intake-state.ts'

/** Settings as intake finds them, for tests of its decisions: the auto-responder is off unless `given` says else. */
export const intakeSettings = (given: Partial<IntakeSettings> = {}): IntakeSettings => ({
  organizationPrefix: 'Acme',
  contactEmail: null,
  optOutMatching: 'SMART',
  subscribeKeywords: ['JOIN'],
  carrierConfirmsOptOut: true,
  attributionWindowHours: 24,
  autoResponder: { audience: 'NOBODY', template: '', ownNumbers: [] },
  ...given,
})
