import { LiquidError } from 'liquidjs'
import type { Statement } from '../../../platform/db/batch-transaction.ts'
import { mayAnswer, withAnswer } from '../../auto-responder/auto-responder-rules.ts'
import { autoResponseStatements } from '../../auto-responder/auto-response-statements.ts'
import { renderTemplate } from '../../auto-responder/template.ts'
import { writtenProblem } from '../reply-text.ts'
import { queueAnswer } from './answer-keyword.ts'
import type { IncomingText } from './incoming-text.ts'
import type { Intake, IntakeWrites, PersonWrite } from './intake-writes.ts'

/** R33: queues the auto-responder's answer to a text that is no keyword, if it is to have one. */
export const answerAutomatically = (
  intake: Intake,
  text: IncomingText,
  person: PersonWrite,
  possibleOptOut: boolean,
): void => {
  const { autoResponder } = intake.settings
  const subject = { ...person, possibleOptOut: possibleOptOut || person.possibleOptOut }
  if (!mayAnswer(autoResponder, subject, text.text, text.receivedAt)) return
  const answer = answerTo(intake, person)
  if (answer === null || answer === text.text) return
  queueAnswer(intake, text, person, answer, 'AUTO_RESPONSE')
  person.autoResponses = withAnswer(person.autoResponses, text.receivedAt)
  person.hasAutoResponse = true
}

/** A name that is longer is left out: no greeting is worth an answer that can't be sent. */
const LONGEST_NAME = 100

const fits = (answer: string): boolean => writtenProblem(answer, null) === null

/** Null if the template makes no text, or none that can be sent; its preview in the settings tells why. */
const answerTo = ({ settings }: Intake, person: PersonWrite): string | null => {
  const name = person.name && person.name.length <= LONGEST_NAME ? person.name : ''
  const answer = render(settings, name)
  if (answer && fits(answer)) return answer
  const shorter = name === '' ? '' : render(settings, '')
  return shorter && fits(shorter) ? shorter : null
}

const render = (
  { autoResponder, organizationPrefix, contactEmail }: Intake['settings'],
  name: string,
): string | null => {
  try {
    return renderTemplate(autoResponder.template, {
      organization: { prefix: organizationPrefix, email: contactEmail ?? '' },
      profile: { name },
    })
  } catch (error) {
    // A template of before the rules for templates must not keep texts from being received.
    if (LiquidError.is(error)) return null
    throw error
  }
}

/** The statements that keep whom a batch's texts were answered automatically. */
export const autoResponderStatements = ({ people }: IntakeWrites): Statement[] =>
  autoResponseStatements(
    [...people.values()].flatMap(({ profileId, hasAutoResponse, autoResponses }) =>
      hasAutoResponse && autoResponses ? [{ profileId, autoResponses }] : [],
    ),
  )
