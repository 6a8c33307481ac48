import InboxIcon from 'lucide-react/icons/inbox'
import Keyboard from 'lucide-react/icons/keyboard'
import LogOut from 'lucide-react/icons/log-out'
import Monitor from 'lucide-react/icons/monitor'
import Moon from 'lucide-react/icons/moon'
import Smartphone from 'lucide-react/icons/smartphone'
import Sun from 'lucide-react/icons/sun'
import { Link } from 'wouter'
import { Avatar } from '../components/avatar.tsx'
import { IconButton } from '../components/icon-button.tsx'
import { useStore } from '../components/use-store.ts'
import { Brand } from '../features/session/index.ts'
import { hasSandbox } from '../lib/sandbox.ts'
import { strings } from '../lib/strings.ts'
import { chooseTheme, nextTheme, theme } from '../lib/theme.ts'
import { LiveDot } from './live/live-dot.tsx'
import { useViewer } from './viewer.ts'

const words = strings.rail
const themeIcons = { light: Sun, dark: Moon, system: Monitor }
const itemLook =
  'relative inline-flex size-10 items-center justify-center rounded-xl text-muted hover:bg-hover hover:text-text aria-[current]:bg-accent-soft aria-[current]:text-accent-text'

const Badge = ({ count }: { count: number }) =>
  count > 0 && (
    <span
      aria-hidden
      data-testid="unread-badge"
      className="absolute -top-0.5 -right-1 min-w-4.5 rounded-full bg-accent px-1 text-center text-[0.6875rem] leading-4.5 font-semibold text-on-accent tabular-nums"
    >
      {count > 99 ? '99+' : count}
    </span>
  )

const ThemeButton = () => {
  const choice = useStore(theme)
  const Icon = themeIcons[choice]
  return (
    <IconButton label={words.changeTheme(words.theme[choice])} onClick={() => chooseTheme(nextTheme(choice))}>
      <Icon className="size-4.5" />
    </IconButton>
  )
}

const Places = ({ unread }: { unread: number }) => (
  <>
    <Link
      href="/inbox"
      aria-current="page"
      aria-label={unread > 0 ? `${words.inbox}, ${words.unreadConversations(unread)}` : words.inbox}
      title={words.inbox}
      className={itemLook}
    >
      <InboxIcon className="size-5" />
      <Badge count={unread} />
    </Link>
    {useStore(hasSandbox) && (
      <Link
        href="/sandbox"
        target="_blank"
        aria-label={words.sandbox}
        title={words.sandbox}
        className={itemLook}
      >
        <Smartphone className="size-5" />
      </Link>
    )}
  </>
)

type RailProps = { unread: number; hiddenOnPhone: boolean; onHelp: () => void }

/** The narrow column on the left (a bar at the bottom of a phone): where to go, who is here, whether it is live. */
export const Rail = ({ unread, hiddenOnPhone, onHelp }: RailProps) => {
  const { user, signOut } = useViewer()
  return (
    <nav
      aria-label={words.label}
      className={`flex shrink-0 items-center gap-2 bg-canvas p-2 max-md:order-last max-md:border-t max-md:border-line md:w-14 md:flex-col md:py-3 ${hiddenOnPhone ? 'max-md:hidden' : ''}`}
    >
      <Brand className="mb-2 size-8 max-md:hidden" />
      <Places unread={unread} />
      <span className="flex-1" />
      <LiveDot />
      <ThemeButton />
      <IconButton label={words.keys} onClick={onHelp} className="max-md:hidden">
        <Keyboard className="size-4.5" />
      </IconButton>
      <IconButton label={words.signOut} onClick={signOut}>
        <LogOut className="size-4.5" />
      </IconButton>
      <span title={words.account(user.name)} role="img" aria-label={words.account(user.name)}>
        <Avatar id={user.id} name={user.name} size="sm" />
      </span>
    </nav>
  )
}
