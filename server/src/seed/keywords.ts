import { confirmationRequest, helpAnswer, optOutConfirmation } from '../features/consent/compliance-texts.ts'
import { carrierConfirms } from '../features/consent/keywords.ts'
import { after, second } from './clock.ts'
import type { Draft } from './draft.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

const keyword = (person: Person, at: Date, text: string): Draft => ({
  person,
  at,
  direction: 'INBOUND',
  kind: 'CUSTOMER',
  origin: 'KEYWORD',
  text,
})

const answer = (person: Person, at: Date, text: string): Draft => ({
  person,
  at: after(at, 2 * second),
  direction: 'OUTBOUND',
  kind: 'COMPLIANCE',
  origin: 'KEYWORD',
  text,
})

/** Keyword texts of a person, and the answers to them that the carrier did not give itself (R13–R15). */
export const keywordDrafts = (
  random: Random,
  person: Person,
  prefix: string,
  helpAt: Date | null,
): Draft[] => {
  const drafts: Draft[] = []
  if (person.joinedBy === 'KEYWORD' && person.subscribedAt) {
    const joinedAt = after(person.subscribedAt, -40 * second)
    drafts.push(keyword(person, joinedAt, random.pick(['JOIN', 'Join', 'join'])))
    drafts.push(answer(person, joinedAt, confirmationRequest(prefix)))
    drafts.push(keyword(person, person.subscribedAt, 'YES'))
  }
  if (helpAt) {
    drafts.push(keyword(person, helpAt, random.pick(['HELP', 'Help', 'info'])))
    drafts.push(answer(person, helpAt, helpAnswer(prefix, null)))
  }
  if (person.lapse) {
    drafts.push(keyword(person, person.lapse.from, 'Stop'), keyword(person, person.lapse.to, 'START'))
  }
  if (person.optedOut) {
    const { at, keyword: word } = person.optedOut
    drafts.push(keyword(person, at, word))
    if (!carrierConfirms(word)) drafts.push(answer(person, at, optOutConfirmation(prefix)))
  }
  return drafts
}
