import { Dialog } from '@base-ui/react/dialog'
import { Button } from '../components/button.tsx'
import { Kbd } from '../components/kbd.tsx'
import { strings } from '../lib/strings.ts'

const words = strings.keys

const keys: [string[], string][] = [
  [['J'], words.next],
  [['K'], words.previous],
  [['Enter'], words.open],
  [['R'], words.reply],
  [['E'], words.close],
  [['U'], words.unread],
  [['Z'], words.undo],
  [['/'], words.search],
  [['Esc'], words.back],
  [['Enter'], words.send],
  [['Shift', 'Enter'], words.newline],
  [['?'], words.help],
]

/** What the keys do. */
const HelpDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog.Root defaultOpen onOpenChange={(open) => !open && onClose()}>
    <Dialog.Portal>
      <Dialog.Backdrop className="appear fixed inset-0 z-40 bg-black/40" />
      <Dialog.Popup className="appear fixed top-1/2 left-1/2 z-50 w-[min(28rem,calc(100vw-2rem))] -translate-1/2 rounded-2xl border border-line bg-raised p-5 shadow-float outline-none">
        <Dialog.Title className="text-base font-semibold">{words.heading}</Dialog.Title>
        <dl className="mt-3">
          {keys.map(([combination, meaning]) => (
            <div
              key={meaning}
              className="flex items-center justify-between border-b border-line py-1.5 last:border-0"
            >
              <dt className="order-last flex gap-1">
                {combination.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd className="text-muted">{meaning}</dd>
            </div>
          ))}
        </dl>
        <div className="mt-4 flex justify-end">
          <Dialog.Close render={<Button>{words.done}</Button>} />
        </div>
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
)

export default HelpDialog
