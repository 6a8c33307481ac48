import { strings } from '../lib/strings.ts'

const widths = ['w-2/5', 'w-1/2', 'w-1/3', 'w-3/5', 'w-5/12', 'w-1/2', 'w-2/5', 'w-1/3', 'w-1/2', 'w-2/5']

/** The list's rows before they are there. */
export const ListSkeleton = () => (
  <div role="status" aria-label={strings.app.loading} className="after-150ms px-3">
    {widths.map((width, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change
      <div key={row} className="pulse-soft flex h-[4.75rem] items-center gap-3 px-2">
        <span className="size-9 rounded-full bg-line" />
        <span className="flex-1 space-y-2">
          <span className={`block h-3 rounded bg-line ${width}`} />
          <span className="block h-3 w-4/5 rounded bg-line" />
        </span>
      </div>
    ))}
  </div>
)

const bubbles = ['w-2/5', 'w-1/4 ml-auto', 'w-1/2 ml-auto', 'w-1/3', 'w-5/12', 'w-1/3 ml-auto']

/** A thread before its messages are there. */
export const ThreadSkeleton = () => (
  <div
    role="status"
    aria-label={strings.app.loading}
    className="after-150ms flex h-full flex-col justify-end gap-3 p-6"
  >
    {bubbles.map((shape) => (
      <span key={shape} className={`pulse-soft block h-10 rounded-2xl bg-bubble-in ${shape}`} />
    ))}
  </div>
)
