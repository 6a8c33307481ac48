import type { ButtonHTMLAttributes } from 'react'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'primary' | 'quiet' | 'plain' | 'danger'
}

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover disabled:opacity-50',
  quiet: 'border border-line bg-raised text-text hover:bg-hover disabled:text-faint',
  plain: 'text-muted hover:bg-hover hover:text-text',
  danger: 'bg-danger-soft text-danger hover:brightness-95',
}

/** A button with a word on it. */
export const Button = ({ look = 'quiet', className = '', type = 'button', ...rest }: ButtonProps) => (
  <button
    type={type}
    className={`inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-lg px-3 font-medium whitespace-nowrap transition-colors ${looks[look]} ${className}`}
    {...rest}
  />
)
