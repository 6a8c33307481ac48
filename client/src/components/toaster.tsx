import { lazy, Suspense } from 'react'
import { theme } from '../lib/theme.ts'
import { hasSpoken } from './notify.ts'
import { useStore } from './use-store.ts'

const Sonner = lazy(async () => ({ default: (await import('sonner')).Toaster }))

const look = {
  classNames: {
    toast: '!bg-raised !text-text !border-line !shadow-float !rounded-xl',
    actionButton: '!bg-accent !text-on-accent !rounded-md !font-medium',
  },
}

const clearOfRail = { left: 72, bottom: 16 }

/** Where notices appear; one on the page. */
export const Toaster = () => {
  const choice = useStore(theme)
  if (!useStore(hasSpoken)) return null
  return (
    <Suspense>
      <Sonner theme={choice} position="bottom-left" offset={clearOfRail} toastOptions={look} />
    </Suspense>
  )
}
