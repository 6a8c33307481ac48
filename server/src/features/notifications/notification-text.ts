import { toGlobalId } from '../../platform/ids.ts'
import type { Mail } from '../../platform/mail/mail.ts'
import { formatPhone } from '../../platform/phone.ts'

/** What a mail about a new message tells. */
export interface NotificationContent {
  notificationId: string
  address: string
  accountName: string
  conversationId: string
  /** Null if nobody knows it. */
  personName: string | null
  phoneNumber: string
  text: string
  mediaCount: number
}

const LONGEST_NAME = 60

/** One line without anything invisible: line ends would begin headers, and marks of direction turn letters around. */
const oneLine = (text: string): string => {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gv, ' ').trim()
  const letters = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment)
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join('')}…` : line
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

const attachments = (count: number): string => {
  if (count === 0) return ''
  return count === 1 ? '1 attachment, not shown here' : `${count} attachments, not shown here`
}

/**
 * The mail about a new message (R35), as text and HTML, with a link to its thread under `publicUrl`. Mails of one
 * conversation have one subject and refer to one message, so that mail programs keep them together.
 */
export const composeNotification = (content: NotificationContent, publicUrl: string): Mail => {
  const { hostname } = new URL(publicUrl)
  const number = formatPhone(content.phoneNumber)
  const name = oneLine(content.personName ?? '')
  const person = name === '' ? number : `${name} (${number})`
  const account = oneLine(content.accountName)
  const link = `${publicUrl}/inbox/${toGlobalId('Conversation', content.conversationId)}`
  const media = attachments(content.mediaCount)
  const why = `You get this because your address is on the list of ${account} for new texts. It is in the inbox settings, under e-mail notifications.`
  return {
    to: content.address,
    subject: `New text from ${name === '' ? number : name}`,
    text: [
      `${person} texted ${account}:`,
      content.text,
      ...(media ? [`[${media}]`] : []),
      `Answer: ${link}`,
      `--\n${why}`,
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    html: html({ person, account, text: content.text, media, link, why }),
    messageId: `<notification-${content.notificationId}@${hostname}>`,
    thread: `<conversation-${content.conversationId}@${hostname}>`,
  }
}

const html = (parts: Record<'person' | 'account' | 'text' | 'media' | 'link' | 'why', string>): string => {
  const { person, account, text, media, link, why } = Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, escapeHtml(value)]),
  ) as typeof parts
  return [
    '<!doctype html><html><body style="font-family: sans-serif; font-size: 15px; color: #1c1c1c">',
    `<p><strong>${person}</strong> texted ${account}:</p>`,
    text &&
      `<blockquote dir="auto" style="margin: 0; padding: 8px 12px; border-left: 3px solid #999; white-space: pre-wrap">${text}</blockquote>`,
    media && `<p>[${media}]</p>`,
    `<p><a href="${link}">Answer in Parley</a></p>`,
    `<p style="font-size: 12px; color: #666">${why}</p>`,
    '</body></html>',
  ]
    .filter((line) => line !== '')
    .join('\n')
}
