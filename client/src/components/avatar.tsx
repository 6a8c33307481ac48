import User from 'lucide-react/icons/user'
import { initials } from '../lib/text.ts'

const tints = [
  'bg-[#e5e3fc] text-[#423a9c] dark:bg-[#2c2a55] dark:text-[#c6c3ff]',
  'bg-[#dcefe6] text-[#1d5c40] dark:bg-[#173a2a] dark:text-[#9fe0bf]',
  'bg-[#fbe6d9] text-[#84400f] dark:bg-[#45280f] dark:text-[#f6c59c]',
  'bg-[#dbecf8] text-[#15537c] dark:bg-[#123247] dark:text-[#9fd2f5]',
  'bg-[#f8e0ec] text-[#87265a] dark:bg-[#431a31] dark:text-[#f3b1d3]',
  'bg-[#efeacb] text-[#605209] dark:bg-[#3a340f] dark:text-[#e4d78b]',
]

/** The same person always has the same colour. */
const tintOf = (id: string): string => {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 997
  return tints[sum % tints.length] ?? ''
}

/** A person's initials on a colour of their own. Decoration: the name stands beside it. */
export const Avatar = ({
  id,
  name,
  size = 'md',
}: {
  id: string
  name: string
  size?: 'sm' | 'md' | 'lg'
}) => {
  const letters = initials(name)
  const sizes = { sm: 'size-7 text-[0.6875rem]', md: 'size-9 text-xs', lg: 'size-16 text-xl' }
  return (
    <span
      aria-hidden
      className={`inline-flex shrink-0 items-center justify-center rounded-full font-semibold ${sizes[size]} ${tintOf(id)}`}
    >
      {letters || <User className="size-1/2" />}
    </span>
  )
}
