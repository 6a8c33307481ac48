import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Button } from './button.tsx'

type ConfirmDialogProps = {
  heading: string
  detail: string
  confirm: string
  cancel: string
  onAnswer: (yes: boolean) => void
}

/** Asks before something that can't be taken back. The safe answer has the focus. */
const ConfirmDialog = ({ heading, detail, confirm, cancel, onAnswer }: ConfirmDialogProps) => (
  <AlertDialog.Root defaultOpen onOpenChange={(open) => !open && onAnswer(false)}>
    <AlertDialog.Portal>
      <AlertDialog.Backdrop className="appear fixed inset-0 z-40 bg-black/40" />
      <AlertDialog.Popup className="appear fixed top-1/2 left-1/2 z-50 w-[min(26rem,calc(100vw-2rem))] -translate-1/2 rounded-2xl border border-line bg-raised p-5 shadow-float outline-none">
        <AlertDialog.Title className="text-base font-semibold">{heading}</AlertDialog.Title>
        <AlertDialog.Description className="mt-2 text-muted">{detail}</AlertDialog.Description>
        <div className="mt-5 flex justify-end gap-2">
          <AlertDialog.Close render={<Button>{cancel}</Button>} />
          <Button look="primary" onClick={() => onAnswer(true)}>
            {confirm}
          </Button>
        </div>
      </AlertDialog.Popup>
    </AlertDialog.Portal>
  </AlertDialog.Root>
)

export default ConfirmDialog
