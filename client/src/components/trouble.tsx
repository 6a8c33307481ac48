import CloudOff from 'lucide-react/icons/cloud-off'
import { strings } from '../lib/strings.ts'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'

/** Something that was to be shown didn't load; offers to try again. */
export const Trouble = ({ onRetry }: { onRetry: () => void }) => (
  <EmptyState
    role="alert"
    icon={<CloudOff />}
    heading={strings.trouble.heading}
    detail={strings.trouble.detail}
  >
    <Button onClick={onRetry}>{strings.trouble.retry}</Button>
  </EmptyState>
)
