import MessageCircleOff from 'lucide-react/icons/message-circle-off'
import type { GateReason } from '../../graphql/generated/graphql.ts'
import { strings } from '../../lib/strings.ts'

/** Why no reply may go out, and what would change it (R6, R19). */
export const GateNotice = ({
  id,
  reasons,
  name,
}: {
  id: string
  reasons: readonly GateReason[]
  name: string
}) => (
  <div id={id} role="note" className="mb-2 flex gap-3 rounded-xl bg-warn-soft px-3.5 py-2.5">
    <MessageCircleOff aria-hidden className="mt-0.5 size-4.5 shrink-0 text-warn" />
    <div>
      <p className="font-medium text-warn">{strings.gate.heading}</p>
      {reasons.map((reason) => (
        <p key={reason} className="text-text">
          {strings.gate.reasons[reason](name)}
        </p>
      ))}
    </div>
  </div>
)
