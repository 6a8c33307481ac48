import type { ReactNode } from 'react'

type EmptyStateProps = {
  icon: ReactNode
  heading: string
  detail?: string
  children?: ReactNode
  role?: 'alert'
  /** 1 where this is the whole page. */
  level?: 1 | 2
}

/** A place with nothing in it says why, and what to do. */
export const EmptyState = ({ icon, heading, detail, children, role, level = 2 }: EmptyStateProps) => {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div
      role={role}
      className="appear flex h-full flex-col items-center justify-center gap-1 p-8 text-center"
    >
      <span
        aria-hidden
        className="mb-3 flex size-12 items-center justify-center rounded-2xl bg-accent-soft text-accent-text"
      >
        {icon}
      </span>
      <Heading className="text-base font-semibold">{heading}</Heading>
      {detail && <p className="max-w-84 text-muted text-pretty">{detail}</p>}
      {children && <div className="mt-4 flex gap-2">{children}</div>}
    </div>
  )
}
