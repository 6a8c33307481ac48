import { fullTime } from '../../lib/time.ts'
import type { Mail } from './sandbox-api.ts'
import { sandboxStrings as words } from './sandbox-strings.ts'

/** Mails that Parley sent while it has no mail server. */
export const MailList = ({ mails }: { mails: Mail[] }) => (
  <section aria-label={words.mails} className="border-t border-line px-4 py-3">
    <h2 className="font-semibold">{words.mails}</h2>
    {mails.length === 0 && <p className="text-muted">{words.noMails}</p>}
    {mails.map((mail) => (
      <details key={mail.id} className="border-b border-line py-2 last:border-0">
        <summary className="cursor-pointer truncate font-medium">{mail.subject}</summary>
        <p className="text-xs text-faint">
          {words.mailTo(mail.to.join(', '))} · {fullTime(mail.at)}
        </p>
        <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{mail.text}</p>
      </details>
    ))}
  </section>
)
