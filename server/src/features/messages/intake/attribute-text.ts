import type { Statement } from '../../../platform/db/batch-transaction.ts'
import { attribute } from '../../attribution/attribution-rules.ts'
import { answeredStatements } from '../../attribution/last-received.ts'
import { creditSources } from '../../campaigns/source-figures.ts'
import type { IncomingText } from './incoming-text.ts'
import type { Intake, IntakeWrites, MessageWrite, PersonWrite } from './intake-writes.ts'

/** Attributes a text (R38). Any but a keyword answers what its person received last, whoever blocked them since. */
export const attributeText = (
  { settings }: Intake,
  text: IncomingText,
  person: PersonWrite,
  isKeyword: boolean,
): Pick<MessageWrite, 'attribution_source_id' | 'attribution_reason'> => {
  const { lastReceived } = person
  const { sourceId, reason } = attribute(
    { isKeyword, receivedAt: text.receivedAt },
    lastReceived,
    settings.attributionWindowHours,
  )
  if (lastReceived && !isKeyword && !lastReceived.isAnswered) {
    person.lastReceived = { ...lastReceived, isAnswered: true }
    person.hasAnswered = true
  }
  return { attribution_source_id: sourceId, attribution_reason: reason }
}

/** The statements that keep what a batch's texts answered, and count them as responses of their sources. */
export const attributionStatements = ({ people, messages }: IntakeWrites): Statement[] => [
  ...answeredStatements(
    [...people.values()].flatMap((person) => (person.hasAnswered ? [person.profileId] : [])),
  ),
  ...creditSources(
    messages.flatMap(({ attribution_source_id: sourceId }) => (sourceId ? [{ sourceId, responses: 1 }] : [])),
  ),
]
