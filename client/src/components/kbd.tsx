/** A key of the keyboard. */
export const Kbd = ({ children }: { children: string }) => (
  <kbd className="inline-flex min-w-6 items-center justify-center rounded-md border border-line bg-canvas px-1.5 py-0.5 font-sans text-xs text-muted">
    {children}
  </kbd>
)
