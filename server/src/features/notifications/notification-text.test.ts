import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId, toGlobalId } from '../../platform/ids.ts'
import { composeNotification, type NotificationContent } from './notification-text.ts'

const conversationId = newId()
const content: NotificationContent = {
  notificationId: newId(),
  address: 'robin@acme.example',
  accountName: 'Acme Outfitters',
  conversationId,
  personName: 'Ava Stone',
  phoneNumber: '+12125550142',
  text: 'Is the blue one back?',
  mediaCount: 0,
}
const compose = (given: Partial<NotificationContent> = {}) =>
  composeNotification({ ...content, ...given }, 'https://inbox.acme.example:8443/parley')

test('R35: a mail says who texted what, and links to the thread', () => {
  const mail = compose()
  expect(mail.to).toBe('robin@acme.example')
  expect(mail.subject).toBe('New text from Ava Stone')
  const link = `https://inbox.acme.example:8443/parley/inbox/${toGlobalId('Conversation', conversationId)}`
  for (const body of [mail.text, mail.html])
    for (const part of ['Ava Stone', '+1 212 555 0142', 'Is the blue one back?', link])
      expect(body).toContain(part)
})

test('who has no name goes by number, and attachments are counted', () => {
  expect(compose({ personName: null }).subject).toBe('New text from +1 212 555 0142')
  expect(compose({ text: '', mediaCount: 1 }).text).toContain('[1 attachment, not shown here]')
  expect(compose({ mediaCount: 3 }).html).toContain('[3 attachments, not shown here]')
})

test('mails of one conversation have one thread and each an id of its own', () => {
  const [one, other] = [compose(), compose({ notificationId: newId() })]
  expect(one.thread).toBe(`<conversation-${conversationId}@inbox.acme.example>`)
  expect(other.thread).toBe(one.thread)
  expect(other.subject).toBe(one.subject)
  expect(other.messageId).not.toBe(one.messageId)
})

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['"Fish & Chips"', '&quot;Fish &amp; Chips&quot;'],
])('%s stays text in the HTML', (given, shown) => {
  for (const mail of [
    compose({ text: given }),
    compose({ personName: given }),
    compose({ accountName: given }),
  ]) {
    expect(mail.html).toContain(shown)
    expect(mail.html).not.toContain(given)
    expect(mail.text).toContain(given)
  }
})

test('no name makes a second line, an unseen character or a markup of its own', () => {
  const lineEnds = ['\r\nBcc: victim@acme.example', '\u2028x', '\u202Egnp.exe', '\0', '\u200B']
  const names = fc
    .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...lineEnds)))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(names, names, (personName, accountName) => {
      const { subject, html } = compose({ personName, accountName })
      expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      expect(subject.startsWith('New text from ')).toBe(true)
      expect(html.match(/<a /g)).toHaveLength(1)
      expect(html.match(/<(?!\/?(?:!doctype|html|body|p|strong|blockquote|a)[ >])/g)).toBeNull()
    }),
  )
})

test('a name of any length leaves a subject that a list can show', () => {
  const { subject } = compose({ personName: '👩‍👩‍👧‍👦'.repeat(500) })
  expect([...new Intl.Segmenter().segment(subject)].length).toBeLessThan(100)
  expect(subject.endsWith('…')).toBe(true)
})
