/** The sign of the house. */
export const Brand = ({ className = 'size-10' }: { className?: string }) => (
  <img src="/icon.svg" alt="" className={className} />
)
